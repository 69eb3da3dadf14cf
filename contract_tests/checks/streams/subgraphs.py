"""A stream with `stream_subgraphs` includes the events of a subgraph, named `values|child:<id>` after it.

Why: `useStream` and `RemoteGraph` split the name of an event at `|`. Without the namespace, the state of a
subgraph replaces that of the graph on the page.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/manager.ts#L798
"""

from contract_tests.actions.runs import nested, started_stream
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import STREAMING_RUNS


@rule("streams.subgraphs", operations=STREAMING_RUNS, tier=2)
def subgraphs(trial: Trial) -> None:
    streamed = started_stream(trial, assistant_id=nested(trial), stream_subgraphs=True)
    inside = sorted({name.partition(":")[0] for name in streamed.names if "|" in name})
    expect.same(trial, streamed, inside, ["values|child"])
