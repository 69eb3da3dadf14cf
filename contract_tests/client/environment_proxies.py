"""Proxies from environment variables, never used for a target on this machine."""

import socket
from importlib.util import find_spec
from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from contract_tests.client.base_url import BaseUrl, is_local
from contract_tests.client.timeouts import TooLong, within

LOOKUP = 2.0
"""Maximum duration of a name lookup in seconds: networks behind a proxy may lack a name server."""

SOCKS = ("socks5", "socks5h")


class BadProxy(Exception):
    """The proxy in an environment variable can't be used."""

    def __init__(self, proxy: str, reason: str) -> None:
        super().__init__(proxy, reason)
        self.proxy = proxy
        self.reason = reason

    def __str__(self) -> str:
        scheme, _, place = self.proxy.rpartition("://")
        bare = f"{scheme}://{place.rpartition('@')[2]}"
        return f"the proxy {bare} of the environment can't be used: {self.reason}"


def proxy_for(base: BaseUrl) -> str | None:
    """Return the URL of the proxy; `None` for a direct connection.

    The variables and their meaning are those of urllib: `http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`.

    Raises:
        BadProxy: the proxy can't be used.

    """
    named = getproxies()
    proxy = named.get(base.scheme) or named.get("all")
    if not proxy or base.is_loopback or proxy_bypass(base.authority) or _leads_here(base):
        return None
    return _usable(proxy if "://" in proxy else f"http://{proxy}")


def _usable(proxy: str) -> str:
    try:
        parts = urlsplit(proxy)
        is_place = bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise BadProxy(proxy, str(error)) from error
    if not is_place or parts.scheme not in {"http", "https", *SOCKS}:
        raise BadProxy(proxy, "use http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT")
    if parts.scheme in SOCKS and find_spec("socksio") is None:
        raise BadProxy(proxy, "SOCKS requires `pip install httpx[socks] python-socks`")
    return proxy


def _leads_here(base: BaseUrl) -> bool:
    """Return whether the host name resolves to this machine."""
    try:
        found = within(LOOKUP, lambda: socket.getaddrinfo(base.host, base.port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError, TooLong):
        return False
    return all(is_local(ip_address(str(place[0]).partition("%")[0])) for *_, place in found)
