"""The footprint: what the check has created on the target and not yet removed, by its path.

It can be kept in a file, one line a change, so that another process removes what this one could not.
"""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import product
from pathlib import Path
from urllib.parse import parse_qsl

from contract_tests.client.exchange import Request
from contract_tests.client.target import NoAnswer, OutOfTime, Owner, Target
from contract_tests.findings import replay
from contract_tests.harness.created import RUN

MOST = 1000
"""The highest limit of a search."""

FOUND = {"/threads": "thread_id", "/assistants": "assistant_id", "/runs/crons": "cron_id"}
"""What can be found by its metadata, and the field that has its id. What makes runs is removed first."""

Created = tuple[str, Owner]
"""Path of a thread, an assistant, a run or a store item, and whose it is."""


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
        """Remove from the target, the youngest first. What it refuses, or is too late, remains."""
        with contextlib.suppress(OutOfTime):
            for created in reversed(chosen):
                self._remove(target, created)

    def _remove(self, target: Target, created: Created) -> None:
        path, owner = created
        with contextlib.suppress(NoAnswer):
            removed = target.send(removal(path), owner=owner)
            if removed.ok or RUN.fullmatch(path) or _is_gone(target, created):
                self.forget(created)

    def _write(self, sign: str, created: Created) -> None:
        if self.file:
            with self.file.open("a") as lines:
                lines.write(json.dumps([sign, *created]) + "\n")


def _is_gone(target: Target, created: Created) -> bool:
    """A server may refuse to delete what is not there, and not only with 404."""
    path, owner = created
    return target.send(Request("GET", path), owner=owner).status == HTTPStatus.NOT_FOUND


def of_run(target: Target, run: str) -> Iterator[Created]:
    """What is on the target and carries the run in its metadata, whether or not its creation was answered.

    Whether it does is seen here: a server may take no notice of what is searched for.
    """
    owners: tuple[Owner, ...] = ("first", "other")
    body = json.dumps({"metadata": {replay.RUN: run}, "limit": MOST}).encode()
    for owner, (path, key) in product(owners[: len(target.identities)], FOUND.items()):
        with contextlib.suppress(NoAnswer):
            found = target.send(Request("POST", f"{path}/search", body=body), owner=owner)
            for each in found.json if found.ok and isinstance(found.json, list) else ():
                metadata = each.get("metadata") if isinstance(each, dict) else None
                if isinstance(metadata, dict) and metadata.get(replay.RUN) == run and each.get(key):
                    yield f"{path}/{each[key]}", owner


def removal(path: str) -> Request:
    """A run is stopped; it goes with its thread. An item is named in the body."""
    place, _, query = path.partition("?")
    if query:
        item = dict(parse_qsl(query, keep_blank_values=True))
        body = {"namespace": item["namespace"].split("."), "key": item["key"]}
        return Request("DELETE", place, body=json.dumps(body).encode())
    return Request("POST", f"{path}/cancel?wait=true") if RUN.fullmatch(path) else Request("DELETE", path)


def files(folder: Path) -> list[Path]:
    """Return the files that processes have kept their footprints in. Beside each are its cookies."""
    return sorted(each for each in folder.iterdir() if not each.suffix)


def read(file: Path) -> Footprint:
    """The footprint that another process has kept in the file."""
    footprint = Footprint()
    for line in file.read_text().splitlines():
        sign, path, owner = json.loads(line)
        (footprint.add if sign == "+" else footprint.forget)((path, owner))
    return footprint
