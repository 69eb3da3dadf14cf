"""Trusted certificates."""

import ssl
from pathlib import Path

import httpx

from contract_tests.options.options import Malformed


def trust(ca: Path | None) -> ssl.SSLContext | None:
    """Return a TLS context that also trusts the file's certificates; `None` for only the default ones.

    Raises:
        Malformed: the file contains no certificates.

    """
    if ca is None:
        return None
    trusted = httpx.create_ssl_context()
    try:
        trusted.load_verify_locations(ca)
    except ssl.SSLError as mistake:
        raise Malformed("a file with certificates (PEM)", str(ca), "ca") from mistake
    return trusted
