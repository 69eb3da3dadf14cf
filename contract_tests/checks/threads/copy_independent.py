"""A copy is independent: changes of the copy leave the original unchanged.

Why: "Try it another way" is built on `threads.copy`: users experiment in the copy. If both share one state,
the experiment rewrites the conversation that they wanted to keep.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L410
"""

from contract_tests.actions.threads import add_message, message_ids, read_state, read_thread, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.copy.independent", operation="copy_thread", tier=2)
def independent(ctx: CheckContext) -> None:
    original = stateful_thread(ctx, messages=1)["thread_id"]
    copied = ctx.need(ctx.call("copy_thread", path={"thread_id": original}))
    copy_id = copied.json["thread_id"]
    ctx.expect(
        copy_id != original,
        expected="a new id",
        received="the original's",
        exchange=copied,
        pointer="/thread_id",
    )
    add_message(ctx, copy_id, "m2")
    body = {"metadata": {"colour": "red"}}
    ctx.need(ctx.call("update_thread", path={"thread_id": copy_id}, body=body))
    state, thread = read_state(ctx, original), read_thread(ctx, original)
    expect.equal(ctx, state, message_ids(state.json), ["m1"], "/values/messages")
    expect.equal(ctx, thread, thread.json["metadata"].get("colour"), None, "/metadata/colour")
