"""Tells what the log of a thread has in the words of the protocol: each reader has a narrator of its own.

Whoever reads from the start is told the same, with the same numbers and ids.
"""

from collections.abc import Callable, Iterator

import orjson

from mockserver.events.protocol_event import Happening, Numbered
from mockserver.events.run_translator import NarratedRun
from mockserver.state.event_log import Event
from mockserver.state.runs import Run


class Narrator:
    def __init__(self, find: Callable[[str], tuple[Run, str] | None]) -> None:
        """`find` gives a run of this thread and the name of its graph; `None` if there is none to tell of."""
        self.runs: dict[str, NarratedRun] = {}
        """Those that were told of, by run id, in the order in which they began."""
        self._find = find
        self._seq = 0
        self._now: NarratedRun | None = None

    def told(self, event: Event) -> Iterator[Numbered]:
        for happening in self._happenings(event):
            self._seq += 1
            yield Numbered(self._seq, happening)

    def _happenings(self, event: Event) -> Iterator[Happening]:
        if event.name == "metadata":
            yield from self._turned(event)
        elif self._now:
            yield from self._now.told(event)

    def _turned(self, event: Event) -> Iterator[Happening]:
        """A run begins, or ends."""
        data = orjson.loads(event.data)
        found = self._find(data["run_id"])
        if found is None:
            self._now = None
        elif data.get("status") != "run_done":
            self._now = self.runs[data["run_id"]] = NarratedRun(*found)
            yield from self._now.begun(event)
        elif self._now:
            yield from self._now.ended(event, found[0].status)
