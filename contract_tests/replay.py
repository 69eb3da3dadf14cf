"""How a finding repeats: what has to be sent again before it, and what of its text is the same each time."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from contract_tests.exchange import Exchange, Request

READING = ("get", "list", "search", "count", "find")
"""Verbs of operations that change nothing."""

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
MARK = re.compile(r'"contract_check": "[^"]+"')


def leading_to(last: Exchange, exchanges: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """What was written, before the last exchange, to the resources that its request is about."""
    before = list(takewhile(lambda each: each is not last, exchanges))
    return tuple(reversed(list(_backwards(last, before))))


def _backwards(last: Exchange, before: Sequence[Exchange]) -> Iterator[Exchange]:
    names = _names(last.request)
    for exchange in reversed(before):
        said = f"{exchange.request.url} {exchange.request.body!r} {exchange.response.content!r}"
        if exchange.ok and _writes(exchange) and any(name in said for name in names):
            names |= _names(exchange.request)
            yield exchange


def _names(request: Request) -> set[str]:
    """Ids in a request; if there are none, the mark of the trial's resources."""
    text = f"{request.url} {request.body!r}"
    return set(UUID.findall(text)) or set(MARK.findall(text))


def _writes(exchange: Exchange) -> bool:
    verb = (exchange.operation_id or "").split("_")[0]
    return verb not in READING and exchange.request.method not in {"GET", "HEAD"}


def repeatable(text: str, own: set[str]) -> str:
    """The text without what the target makes up anew each time: times, and ids that are not our own."""
    for foreign in set(UUID.findall(text)) - own:
        text = text.replace(foreign, "<id>")
    return TIME.sub("<time>", text)
