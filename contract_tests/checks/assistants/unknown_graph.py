"""An unknown graph is rejected with 404 by every operation that takes a graph id.

A search for it may also find nothing, and a count may return 0.

Why: The name of a graph is the first thing that is mistyped in the settings. With 404, the mistake is
visible; an empty list, or an assistant that can't run, hides it until the first message.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from dataclasses import replace

from contract_tests.client.operation_request import OperationRequest
from contract_tests.contract import Json
from contract_tests.generation.prerequisites import minimal_request
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

NAMING_A_GRAPH = ("create_assistant", "update_assistant", "search_assistants", "count_assistants")

FINDING: dict[str, Json] = {"search_assistants": [], "count_assistants": 0}
"""Results of the operations that may find nothing."""


@check("assistants.unknown_graph", operations=NAMING_A_GRAPH, tier=2)
def unknown_graph(ctx: CheckContext) -> None:
    known = _naming(minimal_request(ctx.operation, ctx), ctx.graph)
    ctx.need(ctx.send(ctx.operation, known))
    unknown = _naming(minimal_request(ctx.operation, ctx), "no-such-graph")
    response = ctx.send(ctx.operation, unknown)
    if ctx.operation.id in FINDING and response.ok:
        expect.equal(ctx, response, response.json, FINDING[ctx.operation.id])
    else:
        expect.status(ctx, response, 404)


def _naming(request: OperationRequest, graph_id: str) -> OperationRequest:
    return replace(request, body={**request.body, "graph_id": graph_id})
