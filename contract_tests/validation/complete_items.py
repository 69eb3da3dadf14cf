"""Completeness of the items of a search: only `select` may leave fields out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from contract_tests.client.exchange import Exchange, Request
from contract_tests.contract import Contract, Json
from contract_tests.findings.finding import Violation
from contract_tests.validation.requirements import violation

SELECT = "select"
"""Field of the body, or query parameter, with the names of the fields to return."""


@dataclass(frozen=True)
class CompleteItems:
    required: Sequence[str]
    """Fields of a complete item that every server sends."""

    def violations(self, exchange: Exchange) -> Iterator[Violation]:
        """Yield a violation for each required field that an item lacks, if all fields were requested."""
        if not exchange.ok or selects(exchange.request) or not isinstance(exchange.parsed, list):
            return
        items = [item for item in exchange.parsed if isinstance(item, dict)]
        for name in self.required:
            if any(name not in item for item in items):
                yield violation("shape.body", f"the field {name}", "no such field", f"/*/{name}")


def selects(request: Request) -> bool:
    """Return whether the request names fields. An empty list requests all of them."""
    body = request.parsed if request.body else {}
    if body is None:
        return True  # the request is invalid: what it selects is unknown
    selected = body.get(SELECT) if isinstance(body, dict) else None
    return bool(selected) or SELECT in parse_qs(urlsplit(request.path).query)


def complete_items(contract: Contract) -> Mapping[str, CompleteItems]:
    """Return the operations whose items have the schema `x-complete` without `select`, by operation id."""
    known = {}
    for operation in contract.operations:
        for status in operation.success:
            for content in operation.responses[status].get("content", {}).values():
                schema: Json = contract.resolve(content.get("schema", {}))
                if complete := schema.get("x-complete"):
                    known[operation.id] = CompleteItems(contract.whole({"$ref": complete})["required"])
    return known
