"""Whose certificates are trusted."""

import ssl
from pathlib import Path

import httpx

from contract_tests.options.options import Malformed


def trust(ca: Path | None) -> ssl.SSLContext | None:
    """The usual ones, and those in the file. `None` is the usual ones alone.

    Raises:
        Malformed: there are no certificates in the file.

    """
    if ca is None:
        return None
    trusted = httpx.create_ssl_context()
    try:
        trusted.load_verify_locations(ca)
    except ssl.SSLError as mistake:
        raise Malformed("a file with certificates (PEM)", str(ca), "ca") from mistake
    return trusted
