"""Redirects to the same path with or without a final slash, which frameworks send for either spelling.

Checks follow them, so that one such operation does not hide all others. Generated requests do not: there, the
redirect is a finding.
"""

from http import HTTPStatus
from urllib.parse import urlsplit

from contract_tests.client.exchange import Request, Response

KEEPING_THE_METHOD = {HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT}
"""Statuses with which clients send the same method and body again."""

TURNING_INTO_GET = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND}


def slash_redirect(sent: Request, response: Response) -> str | None:
    """Return the URL that differs in the final slash alone; `None` if the response does not redirect to it.

    The response names it without the prefix of the base URL.
    """
    is_kept = response.status in KEEPING_THE_METHOD
    if not is_kept and not (response.status in TURNING_INTO_GET and sent.method == "GET"):
        return None
    path, mark, query = sent.path.partition("?")
    other = (path[:-1] if path.endswith("/") else f"{path}/") + mark + query
    origin = urlsplit(sent.url)._replace(path="", query="", fragment="").geturl()
    location = response.headers.get("location", "")
    return f"{sent.base}{other}" if location in {other, f"{origin}{other}", f"{sent.base}{other}"} else None
