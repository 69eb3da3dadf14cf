"""A 405 response lists methods of the path in its `Allow` header.

Some methods may be missing, as on the reference server.

Why: HTTP requires it of every 405. Proxies and tools show it to developers who look for the mistake; no SDK
reads it.
https://www.rfc-editor.org/rfc/rfc9110.html#name-405-method-not-allowed
"""

from contract_tests.actions.resources import create_thread
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.wrong_method.allow", operation="get_thread", tier=3, level="should")
def allow(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    response = ctx.need(ctx.raw("PUT", f"/threads/{thread_id}", content="{}"), 405)
    methods = {method.strip().upper() for method in response.headers.get("allow", "").split(",")} - {""}
    ctx.expect(
        bool(methods & {"GET", "PATCH", "DELETE"}),
        expected="methods that the path has",
        received=", ".join(sorted(methods)) or "no such header",
        exchange=response,
        pointer="Allow",
    )
