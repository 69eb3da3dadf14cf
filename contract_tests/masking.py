"""Secrets stay out of everything that is written: a variable of the shell stands in place of each.

So a replay still works for who has the secrets: `export X_API_KEY=...`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from contract_tests.exchange import Exchange, Request

SENSITIVE = re.compile(r"auth|cookie|token|secret|key|session|password|credential", re.IGNORECASE)
"""In the name of a header: its value is a secret."""

LONG = 6
"""Characters of a secret that is looked for in texts. What is shorter stands in them for something else."""

NO_NAME = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True)
class Masks:
    """What is secret, and the variable that stands for it."""

    variables: Mapping[str, str] = field(default_factory=dict, repr=False)
    """`$X_API_KEY` by the value of the header."""

    @classmethod
    def of(cls, identities: Sequence[Mapping[str, str]]) -> "Masks":
        """Of the first owner, and of the other one. The same value has the same variable."""
        variables: dict[str, str] = {}
        for prefix, headers in zip(("", "OTHER_"), identities, strict=False):
            for name, value in headers.items():
                variables.setdefault(value, variable(prefix + name))
        return cls(variables)

    def text(self, text: str) -> str:
        for secret, name in self._parts():
            text = text.replace(secret, name)
        return text

    def request(self, request: Request) -> Request:
        headers = {name: self.header(name, value) for name, value in request.headers.items()}
        body = request.body
        for secret, name in self._parts():
            body = body.replace(secret.encode(), name.encode())
        return replace(request, url=self.text(request.url), headers=headers, body=body)

    def exchange(self, exchange: Exchange) -> Exchange:
        return replace(exchange, request=self.request(exchange.request))

    def header(self, name: str, value: str) -> str:
        if value in self.variables:
            return self.variables[value]
        return variable(name) if SENSITIVE.search(name) and value else self.text(value)

    def _parts(self) -> Iterator[tuple[str, str]]:
        """Whole values first; then what stands behind a word like `Bearer`."""
        for value, name in sorted(self.variables.items(), key=lambda pair: -len(pair[0])):
            for secret in (value, value.rpartition(" ")[2]):
                if len(secret) >= LONG:
                    yield secret, name


def variable(header: str) -> str:
    """The one that stands for a header's value."""
    return f"${NO_NAME.sub('_', header).strip('_').upper()}"
