"""Redaction of secrets in the journal: headers by name, fields by name, and the same values elsewhere."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

REDACTED = "***"

SENSITIVE = re.compile(r"auth|cookie|token|secret|key|session|password|credential", re.IGNORECASE)
"""Pattern of header names whose values are secret."""

PUBLIC = frozenset({"x-mock-session"})
"""Headers that match the pattern and are not secret."""

FIELD = r"[\w.-]{0,40}(?:token|secret|password|credential|api[-_]?key|authorization)[\w.-]{0,40}"
"""Pattern of parameter and field names whose values are secret."""

IN_A_BODY = re.compile(rf'("{FIELD}"\s*:\s*")((?:[^"\\]|\\.)+)(")', re.IGNORECASE)
IN_A_FORM = re.compile(rf"((?:^|[?&#;]){FIELD}=)([^&#;\s\"']+)()", re.IGNORECASE)

MIN_SECRET_CHARS = 6
"""Minimum length of a secret that is replaced everywhere; shorter ones would match unrelated text."""

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Redactor:
    secrets: tuple[str, ...] = ()
    """Values that are replaced everywhere, longest first."""

    @classmethod
    def of(cls, headers: Pairs) -> "Redactor":
        """Return a redactor for the secrets in the headers."""
        found = {part for name, value in headers if is_secret(name) for part in parts(name, value)}
        return cls(tuple(sorted(found, key=lambda secret: (-len(secret), secret))))

    def header(self, name: str, value: str) -> str:
        return REDACTED if is_secret(name) else self.text(value)

    def text(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, REDACTED)
        for pattern in (IN_A_BODY, IN_A_FORM):
            text = pattern.sub(rf"\g<1>{REDACTED}\g<3>", text)
        return text


def is_secret(name: str) -> bool:
    return bool(SENSITIVE.search(name)) and name.lower() not in PUBLIC


def parts(name: str, value: str) -> Iterator[str]:
    """Yield the value, the token after its scheme, and the values of single cookies."""
    values = [value, value.rpartition(" ")[2]]
    if "cookie" in name.lower():
        values += [crumb.partition("=")[2] for crumb in value.split(";")]
    yield from (each for each in values if len(each) >= MIN_SECRET_CHARS)
