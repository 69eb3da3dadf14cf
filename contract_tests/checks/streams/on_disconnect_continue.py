"""A run continues when its client disconnects, by default and with `on_disconnect: continue`.

Why: With `reconnectOnMount`, `useStream` sends `continue` and joins again after a reload. If the run was
cancelled in between, only half an answer remains.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L590
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import asking, list_runs, soon
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.on_disconnect_continue", operation="stream_thread_run", tier=1)
def on_disconnect_continue(trial: Trial) -> None:
    leave(trial)
    leave(trial, on_disconnect="continue")


def leave(trial: Trial, **asked: str) -> None:
    path = {"thread_id": create_thread(trial)["thread_id"]}
    body = asking(trial, after_seconds=soon(trial)[0], **asked)
    with trial.reading("stream_thread_run", path=path, body=body) as reader:
        trial.need(reader.exchange)
    runs = eventually(
        trial,
        lambda: list_runs(trial, path["thread_id"]),
        lambda it: {run.get("status") for run in it.json}.isdisjoint({"pending", "running"}),
    )
    expect.same(trial, runs, [run.get("status") for run in runs.json], ["success"])
