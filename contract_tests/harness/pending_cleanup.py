"""Pending cleanup: resources that a check has created and not yet removed, by their paths.

A file can record it, one line per change, so that another process removes what this one could not.
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
from contract_tests.client.target import (
    NOBODYS_ID,
    CredentialsExpired,
    NoResponse,
    OutOfTime,
    Owner,
    Target,
)
from contract_tests.findings import replay
from contract_tests.harness.created_resources import RUN, paths_below

MAX_RESULTS = 1000
"""The contract's maximum `limit` of a search."""

SEARCHED_IDS = {"/threads": "thread_id", "/assistants": "assistant_id", "/runs/crons": "cron_id"}
"""Search paths and id fields of resources with metadata. Crons are last, so they are removed first."""

Created = tuple[str, Owner]
"""Path of a thread, an assistant, a run or a store item, and its owner."""


@dataclass(frozen=True)
class Cleanup:
    file: Path | None = None
    _created: dict[Created, None] = field(default_factory=dict, init=False, repr=False)

    def add(self, created: Created) -> None:
        self._created[created] = None
        self._write("+", created)

    def forget(self, created: Created) -> None:
        """Drop a resource that no longer exists."""
        if created in self._created:
            del self._created[created]
            self._write("-", created)

    def remaining(self) -> tuple[Created, ...]:
        return tuple(self._created)

    def remove(self, target: Target, *chosen: Created) -> None:
        """Remove resources, newest first. Those that can't be removed in time remain pending."""
        with contextlib.suppress(OutOfTime, CredentialsExpired):
            for created in reversed(chosen):
                self._remove(target, created)

    def _remove(self, target: Target, created: Created) -> None:
        path, owner = created
        with contextlib.suppress(NoResponse):
            removed = target.send(removal(path), owner=owner)
            if removed.ok or RUN.fullmatch(path) or _is_gone(target, created):
                self.forget(created)

    def _write(self, sign: str, created: Created) -> None:
        if self.file:
            with self.file.open("a") as lines:
                lines.write(json.dumps([sign, *created]) + "\n")


HIDING = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED)
"""Statuses that do not show whether a resource exists."""


def _is_gone(target: Target, created: Created) -> bool:
    """Return whether the resource is gone: 404, or for an id that the target does not accept 400 or 422.

    Some targets return a server error that names the id, as they do for any unknown id.
    """
    path, owner = created
    read = target.send(Request("GET", path), owner=owner)
    if not read.failed:
        return read.refused and read.status not in HIDING
    parent, _, own_id = path.rpartition("/")
    named = own_id.encode()
    if named not in read.response.content:
        return False
    unknown = target.send(Request("GET", f"{parent}/{NOBODYS_ID}"), owner=owner)
    return unknown.response.content == read.response.content.replace(named, NOBODYS_ID.encode())


def of_run(target: Target, run: str) -> Iterator[Created]:
    """Yield the resources of this run on the target, including those whose creation got no response.

    The metadata is compared here, too, because a server may ignore the search conditions.
    """
    owners: tuple[Owner, ...] = ("first", "other")
    body = json.dumps({"metadata": {replay.RUN: run}, "limit": MAX_RESULTS}).encode()
    for owner, (path, key) in product(owners[: len(target.identities)], SEARCHED_IDS.items()):
        with contextlib.suppress(NoResponse):
            found = target.send(Request("POST", f"{path}/search", body=body), owner=owner)
            for each in found.parsed if found.ok and isinstance(found.parsed, list) else ():
                metadata = each.get("metadata") if isinstance(each, dict) else None
                if isinstance(metadata, dict) and metadata.get(replay.RUN) == run:
                    yield from ((below, owner) for below in paths_below(path, each.get(key)))


def removal(path: str) -> Request:
    """Return the request that removes a resource. A run is cancelled, and deleted along with its thread."""
    place, _, query = path.partition("?")
    if query:
        item = dict(parse_qsl(query, keep_blank_values=True))
        body = {"namespace": item["namespace"].split("."), "key": item["key"]}
        return Request("DELETE", place, body=json.dumps(body).encode())
    return Request("POST", f"{path}/cancel?wait=true") if RUN.fullmatch(path) else Request("DELETE", path)


def files(folder: Path) -> list[Path]:
    """Return the files of all processes in the folder. The cookies of each have a suffix."""
    return sorted(each for each in folder.iterdir() if not each.suffix)


def read(file: Path) -> Cleanup:
    """Read the pending cleanup of another process."""
    cleanup = Cleanup()
    for line in file.read_text().splitlines():
        sign, path, owner = json.loads(line)
        (cleanup.add if sign == "+" else cleanup.forget)((path, owner))
    return cleanup
