"""Redaction of secrets in everything that a report or a terminal shows, and the only user of `TextRedactor`.

Only `FactRedactor.finding` and `FactRedactor.result` construct findings and results, apart from the readers
of records, which contain no secrets. A new kind of fact is a dataclass that passes `FactRedactor.redacted`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from typing import Any, Self, TypeVar

from httpx import Headers

from contract_tests.client.exchange import Exchange, Request
from contract_tests.client.json_view import Source
from contract_tests.findings.finding import Finding
from contract_tests.findings.result import Result
from contract_tests.findings.text_redactor import TextRedactor, secrets_in

OURS = frozenset(
    {"id", "kind", "check", "operation", "operation_id", "level", "requirement", "why", "contract_version"}
)
"""Names of fields whose texts come from the contract or the checker, never from the target."""

T = TypeVar("T")


@dataclass(frozen=True)
class FactRedactor:
    text_redactor: TextRedactor = field(default_factory=TextRedactor)

    @classmethod
    def of(cls, identities: Sequence[Mapping[str, str]]) -> Self:
        """Return the redactor for the credentials of both owners."""
        return cls(TextRedactor.of(identities))

    def knowing(self, exchange: Exchange) -> Self:
        """Return the redactor for the secrets in recorded traffic, too."""
        text_redactor = self.text_redactor.knowing(secrets_in(exchange))
        return self if text_redactor is self.text_redactor else replace(self, text_redactor=text_redactor)

    def finding(self, **facts: Any) -> Finding:
        return self.redacted(Finding(**facts))

    def result(self, **facts: Any) -> Result:
        return self.redacted(Result(**facts))

    def redacted(self, value: T) -> T:
        """Return the value with a shell variable in place of each secret, at any depth."""
        redacted: Any
        match value:
            case Enum() | int() | float() | None | Source():
                redacted = value
            case str():
                redacted = self.text_redactor.text(value)
            case bytes():
                text = self.text_redactor.text(value.decode("utf-8", "surrogateescape"))
                redacted = text.encode("utf-8", "surrogateescape")
            case Request():
                redacted = self.text_redactor.request(value)
            case Headers():
                pairs = self.redacted(value.multi_items())
                redacted = Headers(pairs, encoding="utf-8")
            case Mapping():
                redacted = {self.redacted(name): self.redacted(each) for name, each in value.items()}
            case tuple() | list():
                redacted = type(value)(map(self.redacted, value))
            case _:
                redacted = replace(value, **dict(self._fields(value)))  # type: ignore[type-var]
        return redacted  # type: ignore[no-any-return]

    def _fields(self, value: Any) -> Iterator[tuple[str, Any]]:
        """Yield the redacted fields of a dataclass. Raises: TypeError, for any other value."""
        for each in fields(value):
            if each.init and each.name not in OURS:
                yield each.name, self.redacted(getattr(value, each.name))
