"""The schemas of an assistant include its `graph_id`.

Why: A page that builds forms for several graphs can distinguish the schemas by `graph_id`. The known
frontends remember which schemas they requested.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L153
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.schemas.graph_id", operation="get_assistant_schemas", tier=2, level="should")
def graph_id(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    received = ctx.need(ctx.call("get_assistant_schemas", path=kind.path(kind.existing_id())))
    expect.equal(ctx, received, received.json["graph_id"], ctx.graph, "/graph_id")
