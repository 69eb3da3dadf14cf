"""Exchanges of HAR files."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from httpx import Headers

from contract_tests import har
from contract_tests.client.exchange import SOCKET, Exchange, Request, Response
from contract_tests.har import TEXT, Entry, Named, headers_of
from contract_tests.traffic.exchanges import Frame, UnansweredRequest, http_exchange, websocket_exchange

NO_RESPONSE = "without a recorded response"
NO_BODY = "with a response body that was not recorded"
UNREADABLE = "that is unreadable"


def read(file: Path) -> Iterator[Exchange | UnansweredRequest]:
    """Return the exchanges of a HAR file in recorded order.

    Raises:
        BadHar: the file can't be read or is not a valid HAR file.

    """
    return (_readable(entry, file.parent) for entry in har.read(file))


def _readable(entry: Entry, folder: Path) -> Exchange | UnansweredRequest:
    """Return the exchange of an entry, or `UnansweredRequest` if it is unreadable."""
    try:
        urlsplit(entry.request.url)
        return _exchange(entry, folder)
    except (ValueError, OSError):
        return UnansweredRequest(Request(entry.request.method, "/", {}, b""), UNREADABLE)


def _exchange(entry: Entry, folder: Path) -> Exchange | UnansweredRequest:
    sent, response = entry.request, entry.response
    body = (sent.body.text if sent.body else None) or ""
    request = Request(sent.method, sent.url, dict(_joined(sent.headers)), body.encode("utf-8", "replace"))
    if response.status <= 0:
        return UnansweredRequest(request, NO_RESPONSE)
    if entry.frames is not None:
        frames = [Frame(each.type == "send", each.data) for each in entry.frames if each.opcode == TEXT]
        return websocket_exchange(Request(SOCKET, sent.url, request.headers), frames)
    content = response.content.body(folder)
    if content is None:
        return UnansweredRequest(request, NO_BODY)
    # Bodies in a HAR file are decompressed.
    unpacked = [pair for pair in headers_of(response.headers) if pair[0].lower() != "content-encoding"]
    seconds = (entry.milliseconds or 0) / 1000
    return http_exchange(request, Response(response.status, Headers(unpacked), content, seconds))


def _joined(named: list[Named]) -> Iterator[tuple[str, str]]:
    """Yield each name once. HTTP/2 may split a cookie into several headers."""
    values: dict[str, list[str]] = {}
    for name, value in headers_of(named):
        values.setdefault(name, []).append(value)
    for name, all_values in values.items():
        yield name, ("; " if name.lower() == "cookie" else ", ").join(all_values)
