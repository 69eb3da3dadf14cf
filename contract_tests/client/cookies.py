"""Cookies, kept apart by identity: the cookies of one owner are never sent for another."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy, LWPCookieJar
from pathlib import Path

import httpx


def refusing() -> CookieJar:
    """Return a jar that keeps nothing, for a client that several owners share."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


class Cookies:
    """One cookie jar per owner. Without a file, cookies last as long as the process."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._jars: dict[str, LWPCookieJar] = {}

    def headers(self, owner: str, url: str, given: httpx.Headers) -> httpx.Headers:
        """Return the headers of a request with the owner's cookies.

        A cookie that the target has set takes precedence over the given `Cookie` header.
        """
        request = httpx.Request("GET", _over_http(url))
        httpx.Cookies(self._jar(owner)).set_cookie_header(request)
        kept = dict(crumbs(request.headers.get_list("cookie")))
        if kept:
            cookies = dict(crumbs(given.get_list("cookie")))
            given = given.copy()
            given["cookie"] = "; ".join(f"{name}={value}" for name, value in {**cookies, **kept}.items())
        return given

    def keep(self, owner: str, url: str, headers: httpx.Headers) -> None:
        """Keep the cookies that a response sets."""
        if "set-cookie" not in headers:
            return
        request = httpx.Request("GET", _over_http(url))
        jar = self._jar(owner)
        httpx.Cookies(jar).extract_cookies(httpx.Response(HTTPStatus.OK, headers=headers, request=request))
        if self._file is not None:
            jar.save(ignore_discard=True)

    def _jar(self, owner: str) -> LWPCookieJar:
        if owner not in self._jars:
            file = self._file and self._file.with_name(f"{self._file.name}.{owner}")
            jar = self._jars[owner] = LWPCookieJar(file)
            if file is not None and file.exists():
                jar.load(ignore_discard=True)
        return self._jars[owner]


def crumbs(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the names and values of the cookies in `Cookie` headers."""
    for line in lines:
        for crumb in filter(None, map(str.strip, line.split(";"))):
            name, _, value = crumb.partition("=")
            yield name, value


def _over_http(url: str) -> str:
    return f"http{url[2:]}" if url.startswith("ws") else url
