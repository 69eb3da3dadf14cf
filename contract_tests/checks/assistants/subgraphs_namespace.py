"""A namespace selects the subgraph of that name; an unknown namespace selects none.

Why: A page that unfolds one subgraph requests its namespace. If it gets all subgraphs, or another one, it
shows the wrong fields.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L276
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

DEEP = {"recurse": True}


@check("assistants.subgraphs.namespace", operation="get_assistant_subgraphs_in_namespace", tier=2)
def namespace(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    path = kind.path(kind.create()[kind.key])
    every = ctx.need(ctx.call("get_assistant_subgraphs", path=path, query=DEEP))
    for place, schemas in {**every.json, "no_such_node": None}.items():
        response = ctx.call(ctx.operation.id, path={**path, "namespace": place}, query=DEEP)
        expect.equal(ctx, ctx.need(response), response.json, {place: schemas} if schemas else {})
