"""A copy is independent: changes of the copy leave the original unchanged.

Why: "Try it another way" is built on `threads.copy`: users experiment in the copy. If both share one state,
the experiment rewrites the conversation that they wanted to keep.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L410
"""

from contract_tests.actions.threads import message_ids, read_state, read_thread, say, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("threads.copy.independent", operation="copy_thread", tier=2)
def independent(trial: Trial) -> None:
    original = stateful_thread(trial, messages=1)["thread_id"]
    copied = trial.need(trial.call("copy_thread", path={"thread_id": original}))
    copy_id = copied.json["thread_id"]
    trial.expect(
        copy_id != original,
        expected="a new id",
        received="the original's",
        exchange=copied,
        pointer="/thread_id",
    )
    say(trial, copy_id, "m2")
    body = {"metadata": {"colour": "red"}}
    trial.need(trial.call("update_thread", path={"thread_id": copy_id}, body=body))
    state, thread = read_state(trial, original), read_thread(trial, original)
    expect.same(trial, state, message_ids(state.json), ["m1"], "/values/messages")
    expect.same(trial, thread, thread.json["metadata"].get("colour"), None, "/metadata/colour")
