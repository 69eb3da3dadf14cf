"""The combined effects of all faults that affect one request."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

from mockserver.control.fault_effect import Connection, Effect, ForcedResponse, Headers
from mockserver.control.faults import Fault
from mockserver.control.stream_fault import Step, StreamEditor, StreamFault

Example = Callable[[str], ForcedResponse]
"""Returns the named example of the requested operation, or raises."""


@dataclass
class FaultPlan:
    ids: list[str] = field(default_factory=list)
    """Faults in the order in which they apply."""
    seconds: float = 0.0
    """Sum of all delays."""
    queue_seconds: float = 0.0
    response: ForcedResponse | None = None
    """The first forced response; `None` for the true one."""
    connection: Connection | None = None
    """The first one, unless a response precedes it; `None` for a response."""
    executed: bool = False
    headers: Headers = ()
    bytes_per_second: float = 0.0
    """The lowest speed; 0 is full speed."""
    cut_after_bytes: int | None = None
    streams: list[tuple[StreamFault, Random]] = field(default_factory=list)

    @property
    def replaces_response(self) -> bool:
        return bool(self.response or self.connection)

    @property
    def executes(self) -> bool:
        """Return whether the operation is executed."""
        return self.executed or not self.replaces_response

    def add(self, fault_id: str, effect: Effect, random: Random, example: Example) -> None:
        """Add an effect.

        Raises:
            InvalidRequest: the operation has no such example.

        """
        self.ids.append(fault_id)
        if effect.delay:
            self.seconds += effect.delay.seconds(random)
        if effect.queue:
            self.queue_seconds += effect.queue.seconds(random)
        if not self.replaces_response:
            self.response = example(effect.example) if effect.example else effect.response
            self.connection = effect.connection
            self.executed = effect.executed
        self.headers += effect.headers
        if effect.bytes_per_second:
            self.bytes_per_second = min(
                self.bytes_per_second or effect.bytes_per_second, effect.bytes_per_second
            )
        if effect.cut_after_bytes is not None:
            cuts = [effect.cut_after_bytes, self.cut_after_bytes]
            self.cut_after_bytes = min(cut for cut in cuts if cut is not None)
        if effect.stream:
            self.streams.append((effect.stream, random))

    def editors(self, malform: Callable[[bytes], bytes]) -> "StreamEditors":
        return StreamEditors([StreamEditor(fault, random, malform) for fault, random in self.streams])


def add_faults(plan: FaultPlan, faults: Iterable[Fault], example: Example) -> None:
    """Add the effects of the faults.

    Raises:
        InvalidRequest: the operation has no example of that name.

    """
    for fault in faults:
        plan.add(fault.id, fault.effect, fault.random, example)


class StreamEditors:
    """The faults of one stream. Each edits what the one before it yields."""

    def __init__(self, editors: list[StreamEditor]) -> None:
        self._editors = editors

    def __bool__(self) -> bool:
        return bool(self._editors)

    def begin(self) -> Iterator[Step]:
        for index, editor in enumerate(self._editors):
            yield from self._through(index + 1, editor.begin())

    def edit(self, event: bytes) -> Iterator[Step]:
        return self._through(0, iter([event]))

    def end(self) -> Iterator[Step]:
        for index, editor in enumerate(self._editors):
            yield from self._through(index + 1, editor.end())

    def _through(self, first: int, steps: Iterator[Step]) -> Iterator[Step]:
        for editor in self._editors[first:]:
            steps = _edited(editor, steps)
        return steps


def _edited(editor: StreamEditor, steps: Iterator[Step]) -> Iterator[Step]:
    for step in steps:
        if isinstance(step, bytes):
            yield from editor.edit(step)
        else:
            yield step
