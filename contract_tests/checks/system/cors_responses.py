"""A response to a page of another origin has `Access-Control-Allow-Origin`.

A target that allows only the origins of its configuration is skipped if `http://localhost:3000` is not one of
them.

Why: Without the header, the browser withholds the response from the page, although the request has taken
effect: the SDK reports "Failed to fetch", and retries it.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/async_caller.ts#L19
"""

from dataclasses import replace

from contract_tests.actions import cors
from contract_tests.generation.prerequisites import minimal_request
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import FROM_PAGES


@check("system.cors.responses", operations=FROM_PAGES, tier=2, level="should")
def responses(ctx: CheckContext) -> None:
    request = replace(minimal_request(ctx.operation, ctx), headers={"Origin": cors.ORIGIN})
    cors.expect_allowed_origin(ctx, ctx.send(ctx.operation, request))  # whatever the status
