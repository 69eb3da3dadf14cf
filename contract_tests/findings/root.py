"""Root of a finding: one change of the target fixes all findings with the same root."""

from dataclasses import dataclass

from contract_tests.findings.evidence import without_ids

MAX_TEXT = 80
"""Characters of a received text in a title."""


@dataclass(frozen=True)
class Root:
    key: tuple[object, ...]
    title: str
    is_security: bool = False
    stops_clients: bool = False
    """True if the operation is missing, ends in a server error, or rejects valid requests."""
    is_partial: bool = False
    """True if it does so for some fields or values only, and works without them."""
    general_title: str = ""
    """Title of a cause whose findings have other titles, such as one for each value of a field."""


def repeatable(text: str) -> str:
    """Return the text without ids, and not longer than a title."""
    text = without_ids(text)
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def not_met(requirement: str) -> Root:
    """Return the root of a requirement that the target does not meet."""
    sentence = requirement.partition("\n")[0].removesuffix(".")
    return Root(("not met", sentence), f"Not met: {sentence}")
