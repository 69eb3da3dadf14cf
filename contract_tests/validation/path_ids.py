"""Comparison of the ids in a response with those in the path of its request."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Contract, Json, Operation
from contract_tests.findings.finding import Violation
from contract_tests.text.visible import one_line
from contract_tests.validation.requirements import violation

OTHERWISE_CHECKED = frozenset({"copy_thread", "create_thread_run"})
"""Operations that create a resource. A copy has its own id; `runs.create.thread_id` is about the other."""


@dataclass(frozen=True)
class PathIds:
    path: re.Pattern[str]
    names: Sequence[str]
    """Parameters of the path that are fields of the response, too."""

    def violations(self, exchange: Exchange) -> Iterator[Violation]:
        """Yield a violation for each id of a success that is not the one in the path."""
        match = self.path.search(exchange.request.path.partition("?")[0])
        if match is None or not exchange.ok:
            return
        body = exchange.parsed
        resources, place = (body, "/*") if isinstance(body, list) else ([body], "")
        for name in self.names:
            path_id = _uuid(match[name])
            found = [each[name] for each in resources if isinstance(each, dict) and each.get(name)]
            for each in [each for each in found if path_id and _uuid(each) not in {None, path_id}][:1]:
                expected = f"the {name.removesuffix('_id')} of the path"
                yield violation("shape.ids", expected, one_line(each), f"{place}/{name}")


def path_ids(contract: Contract) -> Mapping[str, PathIds]:
    """Return the comparisons of all operations whose response repeats an id of the path, by operation id."""
    known = {}
    for operation in contract.operations:
        fields = _fields(contract, operation)
        parameters = re.findall(r"{(\w+)}", operation.path)
        names = [name for name in parameters if name in fields]
        if names and operation.id not in OTHERWISE_CHECKED:
            pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", operation.path)
            known[operation.id] = PathIds(re.compile(f"{pattern}$"), names)
    return known


def _fields(contract: Contract, operation: Operation) -> Mapping[str, Json]:
    """Return the fields of the resource, or of each resource, in a successful response."""
    fields: dict[str, Json] = {}
    for status in operation.success:
        for content in operation.responses[status].get("content", {}).values():
            schema = contract.whole(content.get("schema", {}))
            fields |= contract.whole(schema.get("items", schema)).get("properties", {})
    return fields


def _uuid(value: Json) -> UUID | None:
    with suppress(ValueError, AttributeError, TypeError):
        return UUID(value)
    return None
