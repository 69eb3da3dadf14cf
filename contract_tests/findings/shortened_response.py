"""Short form of a response for reports, the same in every run."""

from collections.abc import Callable
from dataclasses import replace

from httpx import Headers

from contract_tests.client.exchange import Response

SHOWN_HEADERS = ("content-type", "location", "content-location", "allow", "retry-after", "www-authenticate")
"""Headers about the API. Other headers are about the server, such as its clock and name."""

MAX_BODY_BYTES = 8_000
"""Maximum bytes of a body, enough to see the problem."""


def shortened(response: Response, repeatable: Callable[[str], str]) -> Response:
    """Return the short form; `repeatable` removes from a text what differs between runs."""
    headers = {name: repeatable(response.headers[name]) for name in SHOWN_HEADERS if name in response.headers}
    content = repeatable(response.content.decode("utf-8", "replace")).encode("utf-8", "replace")
    more = len(content) - MAX_BODY_BYTES  # truncated last: `repeatable` misses half an id
    if more > 0:
        text = content[:MAX_BODY_BYTES].decode("utf-8", "ignore")
        content = f"{text}\N{HORIZONTAL ELLIPSIS} and {more} bytes more".encode()
    return replace(response, headers=Headers(headers, encoding="utf-8"), content=content)
