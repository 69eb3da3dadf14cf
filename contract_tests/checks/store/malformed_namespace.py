"""A namespace with an empty label, or one that contains a period, is rejected with 422 and a `detail`.

Why: The SDKs join labels with periods when they read, and reject such labels themselves before they write.
Only hand-written clients could store items that cannot be read again.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L87
"""

from collections.abc import Callable, Mapping

from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

ITEM = {"key": "k"}

MALFORMED: Mapping[str, Callable[[list[str]], OperationRequest]] = {
    "put_item": lambda labels: OperationRequest(body={**ITEM, "namespace": labels, "value": {}}),
    "get_item": lambda labels: OperationRequest(query={**ITEM, "namespace": ".".join(labels)}),
    "delete_item": lambda labels: OperationRequest(body={**ITEM, "namespace": labels}),
    "search_items": lambda labels: OperationRequest(body={"namespace_prefix": labels}),
    "list_namespaces": lambda labels: OperationRequest(body={"suffix": labels}),
}


@check("store.malformed_namespace", operations=tuple(MALFORMED), tier=3, level="should", feature="store")
def malformed_namespace(ctx: CheckContext) -> None:
    build_request = MALFORMED[ctx.operation.id]
    for labels in ([ctx.new_id(), ""], [ctx.new_id(), ".a"]):
        response = ctx.send(ctx.operation, build_request(labels), valid=False)
        expect.status(ctx, response, 422)
        ctx.validated(response)
