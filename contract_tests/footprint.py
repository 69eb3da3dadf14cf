"""The footprint: which threads the check has created on the target and not yet removed.

It can be kept in a file, one line a change, so that another process removes what this one could not.
"""

import contextlib
import json
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from contract_tests.exchange import Request
from contract_tests.target import NoAnswer, Owner, Target

Created = tuple[str, Owner]
"""Id of a thread, and whose it is."""


@dataclass(frozen=True)
class Footprint:
    file: Path | None = None
    _created: dict[Created, None] = field(default_factory=dict, init=False, repr=False)

    def add(self, created: Created) -> None:
        self._created[created] = None
        self._write("+", created)

    def forget(self, created: Created) -> None:
        """It is gone already."""
        if created in self._created:
            del self._created[created]
            self._write("-", created)

    def remaining(self) -> tuple[Created, ...]:
        return tuple(self._created)

    def remove(self, target: Target, *chosen: Created) -> None:
        """Delete threads on the target. What it refuses to delete remains in the footprint."""
        for created in chosen:
            thread_id, owner = created
            with contextlib.suppress(NoAnswer):
                answer = target.send(Request("DELETE", f"/threads/{thread_id}"), owner=owner)
                if answer.ok or answer.status == HTTPStatus.NOT_FOUND:
                    self.forget(created)

    def _write(self, sign: str, created: Created) -> None:
        if self.file:
            with self.file.open("a") as lines:
                lines.write(json.dumps([sign, *created]) + "\n")


def read(file: Path) -> Footprint:
    """The footprint that another process has kept in the file."""
    footprint = Footprint()
    for line in file.read_text().splitlines():
        sign, thread_id, owner = json.loads(line)
        (footprint.add if sign == "+" else footprint.forget)((thread_id, owner))
    return footprint
