"""An answer as a report shows it: short, and the same each time."""

from collections.abc import Callable
from dataclasses import replace

from httpx import Headers

from contract_tests.client.exchange import Response

SHOWN_HEADERS = ("content-type", "location", "content-location", "allow", "retry-after", "www-authenticate")
"""Headers that say something of the API. Others are of the server, as its clock and name."""

MAX_BODY_BYTES = 8_000
"""Bytes of a body: to see what is wrong."""


def shortened(response: Response, repeatable: Callable[[str], str]) -> Response:
    """`repeatable` takes out of a text what differs from time to time."""
    headers = {name: repeatable(response.headers[name]) for name in SHOWN_HEADERS if name in response.headers}
    content = repeatable(response.content.decode("utf-8", "replace")).encode("utf-8", "replace")
    more = len(content) - MAX_BODY_BYTES  # cut at last: half an id could not be told from other text
    if more > 0:
        text = content[:MAX_BODY_BYTES].decode("utf-8", "ignore")
        content = f"{text}\N{HORIZONTAL ELLIPSIS} and {more} bytes more".encode()
    return replace(response, headers=Headers(headers, encoding="utf-8"), content=content)
