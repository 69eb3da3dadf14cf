"""An offset beyond the last version returns an empty list, not an error.

Why: Clients load page after page until one is empty. An error there breaks the list of every assistant.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L656
"""

from contract_tests.actions.assistants import with_graph_name
from contract_tests.actions.resources import resource_kind
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.versions.offset_beyond_end", operation="list_assistant_versions", tier=2)
def offset_beyond_end(ctx: CheckContext) -> None:
    path = resource_kind(ctx).path(with_graph_name(ctx, "one", "two"))
    listed = ctx.send(ctx.operation, OperationRequest(path, body={"offset": 2}))
    expect.success(ctx, listed)
    expect.equal(ctx, listed, listed.json, [])
