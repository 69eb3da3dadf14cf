"""Base URL of the target's API. No other module deals with the prefix that its path may have.

All other modules use paths below the base URL: `/threads`, never `/api/langgraph/threads`.
"""

import re
import socket
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, unquote, urlsplit

URL = re.compile(
    r"(?P<scheme>https?)://(?P<user>[^/?#]*@)?(?P<host>\[[^\]/?#@]*\]|[^\s/\[\]:@?#%\\]+)(:(?P<port>\d{1,5}))?"
    r"(?P<path>/[^\s?#\\]*)?(?P<rest>[?#].*)?",
    re.IGNORECASE | re.DOTALL,
)

NAME = re.compile(r"[a-z0-9._~-]+")

ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)

SCHEMES = {"ws": "http", "wss": "https"}
"""HTTP schemes of the requests that open WebSockets."""

PORTS = {"http": 80, "https": 443}

LAST_PORT = 65535

IN_A_PATH = "/%:@!$&'()*+,;=-._~"
"""Characters that a path may contain unescaped."""

BROKEN_ESCAPE = re.compile(r"%(?![0-9a-f]{2})", re.IGNORECASE)

NAMED_BY_RESPONSES = re.compile(r"/(a2a|mcp|runs|threads)(/.*)?")
"""Paths of the API that appear in response headers and agent cards."""


class BadUrl(Exception):
    """The text is not a base URL.

    `expected` describes a valid one; `shown` is the text without secrets.
    """

    def __init__(self, expected: str, shown: str) -> None:
        super().__init__(expected, shown)
        self.expected = expected
        self.shown = shown

    def __str__(self) -> str:
        return f"{self.shown!r} is not {self.expected}"


class Outside(Exception):
    """The path leads out of the base URL."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path!r} is not a path below the base URL"


@dataclass(frozen=True)
class BaseUrl:
    scheme: str
    """`http` or `https`."""
    host: str
    """Lower case; an IPv6 address without brackets."""
    port: int
    prefix: str
    """Percent-encoded, without a trailing slash. Empty if the API begins at the root."""

    @classmethod
    def parse(cls, text: str) -> "BaseUrl":
        """Parse a base URL. Raises: BadUrl."""
        found = URL.fullmatch(text)
        if "@" in text and (found is None or found["user"]):
            shown = f"{text.partition('//')[0]}//...@{text.rpartition('@')[2]}"
            raise BadUrl("a URL without credentials; use --header 'NAME: VALUE'", shown)
        if found is None or not text.isprintable():
            raise BadUrl("a URL; use http://HOST:PORT", text)
        if found["rest"]:
            bare = f"{text[: found.start('rest')]}{found['rest'][0]}..."
            raise BadUrl("a URL without a query string or fragment", bare)
        scheme, path = found["scheme"].lower(), found["path"] or ""
        if BROKEN_ESCAPE.search(path):
            raise BadUrl("a URL whose path is percent-encoded", text)
        if {".", ".."} & set(map(unquote, path.split("/"))):
            raise BadUrl("a URL whose path has no segments . or ..", text)
        prefix = quote(path.rstrip("/"), safe=IN_A_PATH)
        return cls(scheme, _host(found["host"], text), _port(found["port"], scheme, text), prefix)

    @property
    def authority(self) -> str:
        """Host, and port unless it is the scheme's default."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return f"{self.origin}{self.prefix}"

    @property
    def of_sockets(self) -> str:
        """Base URL for WebSockets."""
        return f"ws{str(self)[4:]}"

    def target(self, path: str) -> str:
        """Return the request target of a path, which may have a query string: the path with the prefix.

        Raises:
            Outside: the path does not begin with a slash, or its `..` segments lead out of the prefix.

        """
        if not path.startswith("/") or _climbs(path.partition("?")[0]):
            raise Outside(path)
        return self.prefix + path

    def below(self, url: str) -> str | None:
        """Return the path of a URL below this one, without its query; `None` for other URLs."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return None
        scheme = SCHEMES.get(parts.scheme, parts.scheme)
        place = (scheme, parts.hostname, port or PORTS.get(scheme))
        if place != (self.scheme, self.host, self.port):
            return None
        return self._without_prefix(parts.path)

    def named(self, reference: str) -> str:
        """Return a URL or path from a response without the prefix, if it has the prefix.

        A server behind a proxy may or may not include the prefix.
        """
        origin = ORIGIN.match(reference)
        path = reference[origin.end() :] if origin else reference
        below = self._without_prefix(path) if path.startswith("/") else None
        if below is None or not NAMED_BY_RESPONSES.fullmatch(below):
            return reference
        return (origin[0] if origin else "") + below

    @property
    def is_loopback(self) -> bool:
        """Return whether the host is this machine, judged by its name or address without a lookup."""
        name = self.host.rstrip(".")
        if name == "localhost" or name.endswith(".localhost"):
            return True
        address = _address(name)
        return address is not None and is_local(address)

    def _without_prefix(self, path: str) -> str | None:
        prefix = self.prefix.split("/")
        segments = path.split("/")
        if list(map(unquote, segments[: len(prefix)])) != list(map(unquote, prefix)):
            return None
        return "/" + "/".join(segments[len(prefix) :])


def is_local(address: IPv4Address | IPv6Address) -> bool:
    """Return whether the address is this machine, which as a destination includes the unspecified address."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    address = mapped or address
    return address.is_loopback or address.is_unspecified


def origin_of(url: str) -> str:
    """Return scheme, host and port, as an HTTP URL without credentials."""
    parts = urlsplit(url)
    return f"{SCHEMES.get(parts.scheme, parts.scheme)}://{parts.netloc.rpartition('@')[2]}"


def without_origin(url: str) -> str:
    """Return path and query of a URL."""
    return ORIGIN.sub("", url, count=1).partition("#")[0] or "/"


def _host(written: str, text: str) -> str:
    if "%" in written:
        raise BadUrl("a URL without an IPv6 zone, which HTTP clients do not support", text)
    try:
        if written.startswith("["):
            return str(IPv6Address(written[1:-1]))
        host = written.encode("idna").decode().lower()
    except (AddressValueError, UnicodeError) as error:
        raise BadUrl(f"a URL with a valid host ({error})", text) from error
    if not NAME.fullmatch(host):
        raise BadUrl("a URL with a valid host", text)
    return host


def _port(written: str | None, scheme: str, text: str) -> int:
    port = PORTS[scheme] if written is None else int(written)
    if not 0 < port <= LAST_PORT:
        raise BadUrl(f"a URL with a port from 1 to {LAST_PORT}", text)
    return port


def _address(name: str) -> IPv4Address | IPv6Address | None:
    """Return the IP address that a host is, including short forms of IPv4: `127.1`, `2130706433`."""
    try:
        return IPv6Address(name) if ":" in name else IPv4Address(socket.inet_aton(name))
    except (OSError, AddressValueError):
        return None


def _climbs(path: str) -> bool:
    """Return whether a path leads above its start in the reading of some servers."""
    depth = 0
    for step in unquote(path).replace("\\", "/").split("/"):
        depth += {"": 0, ".": 0, "..": -1}.get(step, 1)
        if depth < 0:
            return True
    return False
