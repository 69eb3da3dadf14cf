"""UUIDs in request bodies. Those in paths come in their canonical form already."""

from uuid import UUID

from mockserver.errors import InvalidRequest


def canonical(given: str, field: str) -> str:
    """Clients may write a UUID in upper case or without dashes."""
    try:
        return str(UUID(given))
    except ValueError as error:
        raise InvalidRequest(field, f"{given!r} is no UUID") from error
