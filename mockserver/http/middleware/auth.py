"""Authentication: the owner that the credentials of a request stand for."""

import hashlib
import secrets
from collections.abc import Iterable
from functools import lru_cache

from starlette.types import ASGIApp, Receive, Scope, Send

from mockserver.errors import Unauthorized
from mockserver.http import scope_keys
from mockserver.settings import Settings

PUBLIC_PATHS = frozenset({"/ok", "/info", "/metrics", "/docs", "/openapi.json"})
"""Paths that need no credentials, as on the reference server; neither does any path under `/docs`."""

BLANKS = b" \t"
"""Optional whitespace around a header's value (RFC 9110, 5.6.3)."""

SCHEMES = frozenset({b"basic", b"bearer", b"digest"})
"""Authentication schemes that are credentials only together with a parameter."""

CREDENTIALS_REQUIRED = "Authorization or x-api-key is required"

OWNER_BYTES = 16

NAMES = frozenset({b"authorization", b"x-api-key"})

MAX_REMEMBERED = 1024
"""Credentials whose owners are computed only once."""

Headers = tuple[tuple[bytes, bytes], ...]


class Owners:
    """Maps credentials to owners, the same for HTTP and for WebSockets.

    An owner is a keyed hash: it appears in crons, in the configuration of graphs and in checkpoints, and
    must not reveal the credentials there.
    """

    def __init__(self, settings: Settings, key: bytes | None = None) -> None:
        """Use the key for owners; `None` is a random one. A seed takes precedence."""
        self.are_required = settings.auth == "required"
        self._are_one = settings.auth == "off"
        if settings.seed is not None:
            key = str(settings.seed).encode()
        elif key is None:
            key = secrets.token_bytes(OWNER_BYTES)
        self._hash = hashlib.blake2b(key=key[: hashlib.blake2b.MAX_KEY_SIZE], digest_size=OWNER_BYTES)
        self._remembered = lru_cache(MAX_REMEMBERED)(self._owner)

    def of(self, headers: Iterable[tuple[bytes, bytes]]) -> str:
        """Return the owner of a request; `""` without credentials."""
        credential_headers = [header for header in headers if header[0] in NAMES]
        return self._remembered(tuple(credential_headers)) if credential_headers and not self._are_one else ""

    def of_key(self, api_key: str) -> str:
        """Return the owner of an `x-api-key`."""
        return self.of([(b"x-api-key", api_key.encode())])

    def _owner(self, headers: Headers) -> str:
        value = credentials(headers)
        if not value:
            return ""
        owner = self._hash.copy()
        owner.update(value)
        return owner.hexdigest()


class Authentication:
    def __init__(self, app: ASGIApp, *, owners: Owners) -> None:
        self.app = app
        self._owners = owners

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            owner = self._owners.of(scope["headers"])
            if self._owners.are_required and not owner and not is_open(scope["path"]):
                raise Unauthorized(CREDENTIALS_REQUIRED)
            scope[scope_keys.OWNER] = owner
        await self.app(scope, receive, send)


def credentials(headers: Headers) -> bytes:
    """Return the canonical form of the credentials, prefixed with the name of their header.

    `Authorization` precedes `x-api-key`; of several headers with one name the first non-empty one counts.
    """
    key = b""
    for name, value in headers:
        if name == b"authorization" and (credential := canonical(value)):
            return b"authorization:" + credential
        if name == b"x-api-key" and not key:
            key = value.strip(BLANKS)
    return b"x-api-key:" + key if key else b""


def canonical(authorization: bytes) -> bytes:
    """Return `scheme credentials` with the scheme in lower case (it is case-insensitive) and one blank.

    A single word is a token without a scheme, unless it is the name of a scheme.
    """
    scheme, *rest = authorization.strip(BLANKS).replace(b"\t", b" ").split(b" ", 1)
    if rest:
        return scheme.lower() + b" " + rest[0].strip(BLANKS)
    return b"" if scheme.lower() in SCHEMES else scheme


def is_open(path: str) -> bool:
    return path in PUBLIC_PATHS or path.startswith("/docs/")
