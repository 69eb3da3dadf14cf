"""Translation of a thread's log into protocol v2 events. One translator per reader.

All readers that start at the beginning get the same events with the same numbers and ids.
"""

from collections.abc import Callable, Iterator

import orjson

from mockserver.events.protocol_event import ProtocolEvent, SequencedEvent
from mockserver.events.run_translator import RunTranslator
from mockserver.state.event_log import Event
from mockserver.state.runs import Run


class EventTranslator:
    def __init__(self, find: Callable[[str], tuple[Run, str] | None]) -> None:
        """Start translating. `find` returns a run and the name of its graph, or `None` for a run to skip."""
        self.runs: dict[str, RunTranslator] = {}
        """Translated runs by run id, in the order of their start."""
        self._find = find
        self._seq = 0
        self._now: RunTranslator | None = None

    def translate(self, event: Event) -> Iterator[SequencedEvent]:
        for protocol_event in self._protocol_events(event):
            self._seq += 1
            yield SequencedEvent(self._seq, protocol_event)

    def _protocol_events(self, event: Event) -> Iterator[ProtocolEvent]:
        if event.name == "metadata":
            yield from self._change_status(event)
        elif self._now:
            yield from self._now.translate(event)

    def _change_status(self, event: Event) -> Iterator[ProtocolEvent]:
        """Yield the start or the end of a run."""
        data = orjson.loads(event.data)
        run = self._find(data["run_id"])
        if run is None:
            self._now = None
        elif data.get("status") != "run_done":
            self._now = self.runs[data["run_id"]] = RunTranslator(*run)
            yield from self._now.start(event)
        elif self._now:
            yield from self._now.end(event, run[0].status)
