"""Events are sent as they happen: the first `values` arrive while the run is still running.

Why: A chat shows text while it is written. If everything arrives at the end, users look at an empty page for
the whole time that the model takes.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2288
"""

from contract_tests.actions.events import EVERYTHING, LONGEST, ends, start
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs, paces
from contract_tests.harness import expect
from contract_tests.harness.expect import offered
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.incremental", operation="stream_thread_events", tier=3, feature="event_streaming")
def incremental(trial: Trial) -> None:
    body = {"channels": [*EVERYTHING]}
    for slowly in paces(trial):
        path = {"thread_id": create_thread(trial)["thread_id"]}
        start(trial, path["thread_id"], assistant_id=trial.graph_for("slow"), input=slowly)
        with trial.reading("stream_thread_events", path=path, body=body, at_most=LONGEST) as reader:
            offered(trial, reader.exchange)
            reader.rest(until=lambda event: event.name == "values")
            seen = [run.get("status") for run in list_runs(trial, path["thread_id"]).json]
            reader.rest(until=ends)
        if seen == ["running"]:
            return
    expect.same(trial, reader.exchange, seen, ["running"])
