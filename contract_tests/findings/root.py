"""Root of a finding: one change of the target fixes all findings with the same root."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Root:
    key: tuple[object, ...]
    title: str
    is_security: bool = False
    stops_clients: bool = False
    """True if the operation is missing, ends in a server error, or rejects valid requests."""
