"""A stream with `stream_subgraphs` includes the events of a subgraph, named `values|child:<id>` after it.

Why: `useStream` and `RemoteGraph` split the name of an event at `|`. Without the namespace, the state of a
subgraph replaces that of the graph on the page.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/manager.ts#L798
"""

from contract_tests.actions.runs import nested_graph, stream_by_operation
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STREAMING_RUNS


@check("streams.subgraphs", operations=STREAMING_RUNS, tier=2)
def subgraphs(ctx: CheckContext) -> None:
    streamed = stream_by_operation(ctx, assistant_id=nested_graph(ctx), stream_subgraphs=True)
    inside = sorted({name.partition(":")[0] for name in streamed.names if "|" in name})
    expect.equal(ctx, streamed, inside, ["values|child"])
