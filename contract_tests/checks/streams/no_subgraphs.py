"""Without `stream_subgraphs` a stream has events of the graph itself only."""

from contract_tests import demand
from contract_tests.finding import NotTestable
from contract_tests.rule import rule
from contract_tests.running import nested, stream
from contract_tests.trial import Trial


@rule("streams.no_subgraphs", operation="stream_thread_run", tier=2)
def no_subgraphs(trial: Trial) -> None:
    body = {"assistant_id": nested(trial), "stream_mode": ["values"]}
    whole = stream(trial, trial.create_thread()["thread_id"], **body, stream_subgraphs=True)
    if len(set(whole.names)) == len({"metadata", "values"}):
        raise NotTestable("the graph has no subgraph whose events are streamed", whole)
    streamed = stream(trial, trial.create_thread()["thread_id"], **body)
    demand.same(trial, streamed, len(streamed.named("values")), len(whole.named("values")))
    demand.same(trial, streamed, sorted(set(streamed.names)), ["metadata", "values"])
