"""Place in a response from which a later request has taken a value."""

from collections.abc import Iterator

from contract_tests.client.exchange import Exchange
from contract_tests.client.stream import StreamedExchange
from contract_tests.contract import Json
from contract_tests.text.visible import pointed


def origin(value: Json, exchange: Exchange) -> str | None:
    """Return the JSON pointer or the header name; `None` if the response does not contain the value."""
    return next(_places(value, exchange), None)


def _places(value: Json, exchange: Exchange) -> Iterator[str]:
    yield from _within(value, exchange.parsed, "")
    for event in exchange.events if isinstance(exchange, StreamedExchange) else ():
        if event.id == value:
            yield "/id"
        yield from _within(value, event.parsed, pointed([event.name]))
    if isinstance(value, str) and value:
        yield from (name.title() for name, text in exchange.headers.multi_items() if value in text)


def _within(value: Json, received: Json, place: str) -> Iterator[str]:
    is_of_its_type = type(received) is type(value) or isinstance(received, dict | list)
    if (is_of_its_type and received == value) or _is_text_of(received, value):
        yield place
    if isinstance(received, dict):
        for name, each in received.items():
            yield from _within(value, each, place + pointed([name]))
    elif isinstance(received, list):
        for each in received:
            yield from _within(value, each, f"{place}/*")


def _is_text_of(received: Json, value: Json) -> bool:
    """Return whether the value is the text of another type, as in `str(run["run_id"])`."""
    return isinstance(value, str) and not isinstance(received, str) and str(received) == value
