"""The documentation is an HTML page.

Why: Humans read it in a browser; no client does.
"""

from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered


@check("system.docs.page", operation="get_docs", tier=3, level="should", feature="docs")
def page(ctx: CheckContext) -> None:
    shown = offered(ctx, ctx.call("get_docs"))
    ctx.expect(
        b"<html" in shown.response.content.lower(),
        expected="an HTML page",
        received=expect.shown(shown.response.content.decode("utf-8", "replace")),
        exchange=shown,
    )
