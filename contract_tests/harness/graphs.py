"""Graphs of the target that checks run."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Literal

from contract_tests.client.exchange import Request
from contract_tests.client.target import NoAnswer, Target
from contract_tests.findings.finding import Skipped

Part = Literal["assistant", "hitl", "failing", "slow"]
"""Role of a graph, which is also the name of the option.

The graph keeps messages and responds; waits for human input; fails; or takes some seconds.
"""

DEFAULT: Mapping[Part, str] = {"assistant": "agent", "hitl": "hitl", "failing": "failing", "slow": "slow"}
"""Default name of the graph for each role."""


@dataclass(frozen=True)
class Graphs:
    named: Mapping[Part, str] = field(default_factory=dict)
    """Graph names or assistant ids from the options."""
    _found: dict[Part, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    def name(self, part: Part) -> str:
        return self.named.get(part) or DEFAULT[part]

    def playing(self, part: Part, target: Target) -> str:
        """Return the graph name or assistant id for a role.

        Raises:
            Skipped: the target has no such graph.

        """
        name = self.name(part)
        if part not in self._found:
            self._found[part] = _is_uuid(name) or _is_there(name, target)
        if not self._found[part]:
            raise Skipped(f"the target has no graph {name!r} (--{part})")
        return name


def _is_uuid(name: str) -> bool:
    try:
        uuid.UUID(name)
    except ValueError:
        return False
    return True


def _is_there(name: str, target: Target) -> bool:
    """Return whether an assistant of the graph exists. It may exist if the target can't be searched."""
    body = json.dumps({"graph_id": name, "limit": 1}).encode()
    try:
        found = target.send(Request("POST", "/assistants/search", body=body))
    except NoAnswer:
        return True
    if found.status == HTTPStatus.NOT_FOUND:
        return False
    return not found.ok or found.json != []
