"""The stream of a running run that is cancelled ends at once, without an error.

Why: `useStream` is loading until its stream ends. If that stays open after a stop, the page loads
indefinitely; if it ends with `error`, it shows a failure for what the user has requested.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/manager.ts#L793
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import asking, cancel
from contract_tests.findings.finding import NotTestable
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.cancelled_running", operation="stream_thread_run", tier=2)
def cancelled_running(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    body = asking(trial, assistant_id=trial.graph_for("slow"))
    with trial.reading("stream_thread_run", path={"thread_id": thread_id}, body=body) as reader:
        first = reader.next()
        if first is None or not isinstance(first.data, dict) or "run_id" not in first.data:
            raise NotTestable("the stream does not start with its run", reader.exchange)
        cancel(trial, {"thread_id": thread_id, "run_id": first.data["run_id"]})
        reader.rest()
    said = {"ended": reader.exchange.is_complete, "error": "error" in reader.exchange.names}
    expect.same(trial, reader.exchange, said, {"ended": True, "error": False})
