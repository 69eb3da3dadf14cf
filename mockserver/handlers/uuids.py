"""UUIDs in request bodies. Those in paths are already in canonical form."""

import re
from uuid import UUID

from mockserver.errors import InvalidRequest

CANONICAL = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch


def canonical(text: str, field: str) -> str:
    """Return the canonical UUID; clients may use upper case or omit dashes."""
    if CANONICAL(text):  # fast path for the common case
        return text
    try:
        return str(UUID(text))
    except ValueError as error:
        raise InvalidRequest(field, f"{text!r} is not a valid UUID") from error
