"""A browser's preflight is answered without credentials, and allows the method and headers of the SDKs.

A target that allows only the origins of its configuration is skipped if `http://localhost:3000` is not one of
them. A target without CORS serves pages of its own origin only, for example behind a proxy.

Why: A browser asks before it sends JSON, an API key or `Last-Event-ID` to another origin, and never with
credentials. Without permission, each request of a chat page fails as "Failed to fetch".
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/base.ts#L218
"""

from contract_tests.actions import cors
from contract_tests.client.exchange import Request
from contract_tests.client.operation_request import OperationRequest
from contract_tests.client.target import READ_SECONDS
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import FROM_PAGES

ANY_ID = "00000000-0000-4000-8000-000000000000"
"""Id in the path. A preflight does not concern the resource, which need not exist."""


@check("system.cors.preflight", operations=FROM_PAGES, tier=2, level="should")
def preflight(ctx: CheckContext) -> None:
    path = {each["name"]: ANY_ID for each in ctx.operation.parameters if each["in"] == "path"}
    url = ctx.requests.url(ctx.operation, OperationRequest(path))
    headers = {
        "Origin": cors.ORIGIN,
        "Access-Control-Request-Method": ctx.operation.method,
        "Access-Control-Request-Headers": ",".join(cors.SDK_HEADERS),
    }
    response = ctx.send_raw(Request("OPTIONS", url, headers), ctx.operation, "nobody", READ_SECONDS)
    cors.expect_allowed_origin(ctx, response)
    ctx.expect(response.ok, expected="200 or 204", received=response.summary, exchange=response)
    if ctx.operation.method not in cors.WITHOUT_PREFLIGHT:
        cors.expect_listed(ctx, response, "Access-Control-Allow-Methods", [ctx.operation.method])
    cors.expect_listed(
        ctx,
        response,
        "Access-Control-Allow-Headers",
        cors.SDK_HEADERS,
        not_in_wildcard=cors.NOT_IN_WILDCARD,
    )
