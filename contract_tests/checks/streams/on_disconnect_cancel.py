"""A run with `on_disconnect: cancel` is cancelled when its client disconnects.

Why: `useStream` sends `cancel` unless it can join again, so that leaving the page ends the run. If the run
continues, the thread stays busy and the next message has to wait.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L590
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import LATER, asking, list_runs
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.on_disconnect_cancel", operation="stream_thread_run", tier=2)
def on_disconnect_cancel(trial: Trial) -> None:
    path = {"thread_id": create_thread(trial)["thread_id"]}
    body = asking(trial, on_disconnect="cancel", after_seconds=LATER)
    with trial.reading("stream_thread_run", path=path, body=body) as reader:
        trial.need(reader.exchange)
    runs = eventually(
        trial,
        lambda: list_runs(trial, path["thread_id"]),
        lambda it: [run.get("status") for run in it.json] == ["interrupted"],
    )
    expect.same(trial, runs, [run.get("status") for run in runs.json], ["interrupted"])
