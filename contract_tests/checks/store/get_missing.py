"""Reading a missing item returns `null` instead of an error.

Why: Both SDKs return nothing for null, and programs then start with an empty memory. On 404 they raise an
exception for each new user.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/store/index.ts#L102
"""

from contract_tests.actions.store import store_namespace
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("store.get.missing", operation="get_item", tier=3, feature="store")
def missing(ctx: CheckContext) -> None:
    own = store_namespace(ctx)
    own.put("k")
    for place in (("other",), ("k", "below")):
        read = own.get(*place)
        expect.equal(ctx, read, read.json, None)
