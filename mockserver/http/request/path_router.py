"""Matching of a method and a path to an operation."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver.errors import MethodNotAllowed

PARAMETER = re.compile(r"\{([^}]*)\}")


@dataclass
class Template:
    """A path of the document and its operations."""

    text: str
    operations: dict[str, str] = field(default_factory=dict)
    """Operation ids by method."""

    def __post_init__(self) -> None:
        parts = PARAMETER.split(self.text)  # literal, name, literal, name, ..., literal
        self.names = parts[1::2]
        self.match = re.compile("([^/]+)".join(map(re.escape, parts[::2])), re.DOTALL).fullmatch

    @property
    def methods(self) -> frozenset[str]:
        return frozenset(self.operations) | ({"HEAD"} if "GET" in self.operations else frozenset())

    def operation(self, method: str) -> str:
        """Return the operation id; HEAD is treated as GET.

        Raises:
            MethodNotAllowed: carries all allowed methods.

        """
        operation = self.operations.get("GET" if method == "HEAD" else method)
        if operation is None:
            raise MethodNotAllowed(self.methods)
        return operation


class Routes:
    def __init__(self) -> None:
        self._templates: dict[str, Template] = {}
        self._by_length: dict[int, list[Template]] = defaultdict(list)
        """Templates by number of slashes; concrete paths precede those with parameters, as in OpenAPI."""

    def __iter__(self) -> Iterator[Template]:
        return iter(self._templates.values())

    def add(self, method: str, path: str, operation_id: str) -> None:
        if path not in self._templates:
            template = self._templates[path] = Template(path)
            alike = self._by_length[path.count("/")]
            alike.append(template)
            alike.sort(key=lambda template: len(template.names))
        self._templates[path].operations[method.upper()] = operation_id

    def find(self, path: str) -> tuple[Template, Mapping[str, str]] | None:
        for template in self._by_length.get(path.count("/"), ()):
            if match := template.match(path):
                return template, dict(zip(template.names, match.groups(), strict=True))
        return None


def routes(view: Mapping[str, Any]) -> Routes:
    """Return the routes of a routing view."""
    found = Routes()
    for path, methods in view["paths"].items():
        for method, operation in methods.items():
            found.add(method, path, operation["operationId"])
    return found
