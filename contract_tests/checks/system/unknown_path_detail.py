"""The error for an unknown path has a `detail`, like every other error.

The response schemas of known paths already require it there.

Why: The Python SDK puts `detail` into the message of its exception. Without it, the user reads "404 Not
Found" and nothing else, which is poor but works.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L140
"""

from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("system.unknown_path.detail", operation="get_ok", tier=2, level="should")
def detail(ctx: CheckContext) -> None:
    response = ctx.need(ctx.raw("GET", "/no/such/path"), 404)
    actual = response.json.get("detail") if isinstance(response.json, dict) else None
    ctx.expect(
        isinstance(actual, str),
        expected="a JSON object with a text as detail",
        received="a JSON object without detail" if isinstance(response.json, dict) else "not a JSON object",
        exchange=response,
        pointer="/detail",
    )
