"""Response headers that clients read are exposed to pages of other origins.

These are `Content-Location`, `X-Pagination-Total` and `X-Pagination-Next`, where a response has them. A
target that does not allow `http://localhost:3000` is skipped.

Why: A browser hides all other headers from a page. Without `Content-Location`, `useStream` does not know its
run: Stop has nothing to cancel, and a reload cannot rejoin.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/base.ts#L478
"""

from dataclasses import replace

from contract_tests.actions import cors
from contract_tests.findings.finding import Skipped
from contract_tests.generation.prerequisites import minimal_request
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered
from contract_tests.operation_groups import READ_BY_PAGES

READ_BY_CLIENTS = ("content-location", "x-pagination-total", "x-pagination-next")


@check("system.cors.exposed_headers", operations=READ_BY_PAGES, tier=2, level="should")
def exposed_headers(ctx: CheckContext) -> None:
    request = replace(minimal_request(ctx.operation, ctx), headers={"Origin": cors.ORIGIN})
    response = offered(ctx, ctx.send(ctx.operation, request))
    if "access-control-allow-origin" not in response.headers:
        raise Skipped(f"the target does not allow {cors.ORIGIN} (system.cors.responses)", response)
    present = [name for name in READ_BY_CLIENTS if name in response.headers]
    cors.expect_listed(ctx, response, "Access-Control-Expose-Headers", present)
