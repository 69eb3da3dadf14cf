"""Requests as a page of another origin sends them, and the headers that decide what its browser allows."""

from collections.abc import Iterable

from contract_tests.client.exchange import Exchange
from contract_tests.findings.finding import Skipped
from contract_tests.harness.check_context import CheckContext

ORIGIN = "http://localhost:3000"
"""Origin of the page: where the development servers of most chat frontends serve it."""

SDK_HEADERS = ("authorization", "content-type", "last-event-id", "x-api-key")
"""Request headers of the JavaScript SDK that browsers announce in a preflight."""

NOT_IN_WILDCARD = frozenset({"authorization"})
"""Request headers that `*` in `Access-Control-Allow-Headers` does not include."""

WITHOUT_PREFLIGHT = frozenset({"GET", "HEAD", "POST"})
"""Methods that browsers always allow."""


def listed(exchange: Exchange, name: str) -> frozenset[str]:
    """Return the names in a header that contains a list, in lower case."""
    parts = str(exchange.headers.get(name, "")).split(",")
    return frozenset(part.strip().lower() for part in parts) - {""}


def expect_allowed_origin(ctx: CheckContext, exchange: Exchange) -> None:
    """Require that the page may read the response.

    Raises:
        Skipped: the target allows only the origins of its configuration, to which ours does not belong.

    """
    _skip_configured_origins(exchange)
    allowed = exchange.headers.get("access-control-allow-origin", "no such header")
    ctx.expect(
        allowed in {"*", ORIGIN},
        expected=f"* or {ORIGIN}",
        received=allowed,
        exchange=exchange,
        pointer="Access-Control-Allow-Origin",
    )


def expect_listed(
    ctx: CheckContext,
    exchange: Exchange,
    header: str,
    names: Iterable[str],
    *,
    not_in_wildcard: frozenset[str] = frozenset(),
) -> None:
    """Require that the header lists these names, or `*` where that includes them."""
    present = listed(exchange, header)
    missing = sorted({name.lower() for name in names} - present)
    if "*" in present:
        missing = [name for name in missing if name in not_in_wildcard]
    ctx.expect(
        not missing,
        expected=", ".join(missing),
        received=exchange.headers.get(header, "no such header"),
        exchange=exchange,
        pointer=header,
    )


def _skip_configured_origins(exchange: Exchange) -> None:
    """Skip the check if the response shows that the target knows CORS, but not our origin."""
    names_origin = "access-control-allow-origin" in exchange.headers
    knows_cors = any(name.startswith("access-control-") for name in exchange.headers)
    if not names_origin and (knows_cors or "origin" in listed(exchange, "vary")):
        raise Skipped(f"the target allows only configured origins, and not {ORIGIN}", exchange)
