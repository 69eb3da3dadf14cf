"""UUIDs in request bodies. Those in paths come in their canonical form already."""

import re
from uuid import UUID

from mockserver.errors import InvalidRequest

CANONICAL = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch


def canonical(given: str, field: str) -> str:
    """Clients may write a UUID in upper case or without dashes."""
    if CANONICAL(given):  # as nearly all are
        return given
    try:
        return str(UUID(given))
    except ValueError as error:
        raise InvalidRequest(field, f"{given!r} is no UUID") from error
