"""Runs of a recording, by thread."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from mockserver.recording.exchanges import RecordedExchange, Streamed
from mockserver.recording.facts import Fact, Values
from mockserver.recording.protocol_v2 import ProtocolV2
from mockserver.recording.stream_modes import DETAIL_MODES, USUAL_MODES, StreamModes, interrupts, state

PART = r"[^/]+"
RUNS = re.compile(rf"(?:^|/)threads/(?P<thread>{PART})/runs(?:/(?:stream|wait))?")
STATELESS = re.compile(r"(?:^|.*/)runs(?:/(?:stream|wait))?")
JOIN = re.compile(rf"(?:^|/)threads/(?P<thread>{PART})/runs/(?P<run>{PART})/(?:stream|join)")
STATE = re.compile(rf"(?:^|/)threads/(?P<thread>{PART})/(?:state(?:/{PART})?|history)")
THREAD = re.compile(rf"(?:^|/)threads/(?P<thread>{PART})")
COMMANDS = re.compile(rf"(?:^|/)threads/(?P<thread>{PART})/commands")
EVENTS = re.compile(rf"(?:^|/)threads/(?P<thread>{PART})/stream(?:/events)?")
LOCATION = re.compile(rf"/runs/(?P<run>{PART})")

RUN_COMMANDS = frozenset({"run.start", "input.respond"})


@dataclass(slots=True)
class Run:
    """A recorded run."""

    number: int
    """Entry that started it."""
    graph: str
    """Assistant, as the client named it."""
    input: Any = None
    command: Mapping[str, Any] | None = None
    is_fork: bool = False
    """True if the run started at an earlier checkpoint."""
    run_id: str | None = None
    status: int = 200
    """HTTP status of the response. With an error, no run started."""
    detail: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    started: float | None = None
    facts: list[Fact] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    """Ids of events that were already read: a run can be streamed again."""
    modes: StreamModes = field(default_factory=StreamModes)
    end: Values | None = None
    """State that was requested afterwards."""
    requested: list[Fact] = field(default_factory=list)
    """Interrupts in that state. They follow the events, which may belong to another request."""
    is_closed: bool = False
    """True after the client changed the state itself."""

    @property
    def resumes(self) -> bool:
        return self.command is not None and "resume" in self.command


@dataclass(slots=True)
class Thread:
    runs: list[Run] = field(default_factory=list)
    events: dict[int, tuple[Mapping[str, Any], float | None]] = field(default_factory=dict)
    """Events of protocol v2 by their number: several readers receive the same ones."""

    def run(self, run_id: Any) -> Run | None:
        return next((run for run in self.runs if run_id and run.run_id == run_id), None)


@dataclass(slots=True)
class Session:
    """Threads of a recording, and the names of its graphs."""

    threads: dict[str, Thread] = field(default_factory=dict)
    graphs: dict[str, str] = field(default_factory=dict)
    """Graph ids by assistant id."""
    notes: list[str] = field(default_factory=list)
    """Parts that can't be recovered."""

    def thread(self, thread_id: str) -> Thread:
        return self.threads.setdefault(thread_id, Thread())

    def graph(self, assistant: str) -> str:
        """Return the graph id of an assistant, which a client may also name by it."""
        return self.graphs.get(assistant, assistant)

    def add(self, exchange: RecordedExchange) -> None:
        self.graphs |= dict(_graphs(exchange.content))
        for event in exchange.events:
            self.graphs |= dict(_graphs(event.data))
        if exchange.frames:
            self._socket(exchange)
        elif exchange.method == "POST" and (found := _end(RUNS, exchange.path)):
            self._run(exchange, self.thread(found["thread"]))
        elif exchange.method == "POST" and (found := _end(COMMANDS, exchange.path)):
            self._command(exchange, self.thread(found["thread"]), exchange.body, exchange.content)
        elif found := _end(JOIN, exchange.path):
            self._join(exchange, self.thread(found["thread"]), found["run"])
        elif found := _end(EVENTS, exchange.path):
            self._thread_events(exchange, self.thread(found["thread"]))
        elif (found := _end(STATE, exchange.path)) or (
            exchange.method == "GET" and (found := _end(THREAD, exchange.path))
        ):
            self._state(exchange, self.thread(found["thread"]))
        elif exchange.method == "POST" and STATELESS.fullmatch(exchange.path):
            self._run(exchange, self.thread(f"entry {exchange.number}"))

    def finish(self) -> None:
        """Give the events of protocol v2 to the runs of their thread."""
        for thread in self.threads.values():
            if thread.events:
                _share(thread)
            for run in thread.runs:
                run.facts += run.requested

    def _run(self, exchange: RecordedExchange, thread: Thread) -> None:
        if not isinstance(exchange.body, Mapping):
            self.notes.append(f"{exchange}: its body is not a JSON object, so the run is left out")
            return
        body = exchange.body
        command = body.get("command")
        run = Run(
            exchange.number,
            str(body.get("assistant_id") or ""),
            body.get("input"),
            command if isinstance(command, Mapping) else None,
            bool(body.get("checkpoint_id") or (body.get("checkpoint") or {})),
            _run_id(exchange),
            exchange.status,
            exchange.content,
            exchange.headers,
            exchange.started,
        )
        if exchange.status <= 0:
            self.notes.append(f"{exchange}: the recording has no response, so the run is left out")
            return
        thread.runs.append(run)
        if not exchange.is_recorded:
            self.notes.append(
                f"{exchange}: the recording has no body of the response; only later requests show the run"
            )
        if exchange.status < HTTPStatus.BAD_REQUEST:
            self._read(exchange, run)

    def _join(self, exchange: RecordedExchange, thread: Thread, run_id: str) -> None:
        run = thread.run(run_id)
        if run:
            self._read(exchange, run)
        elif exchange.events:
            self.notes.append(f"{exchange}: the recording does not have the start of this run")

    def _read(self, exchange: RecordedExchange, run: Run) -> None:
        """Add the response of a run: its events, or the values at its end."""
        self._note_damaged(exchange)
        run.run_id = run.run_id or _run_id(exchange)
        _add_events(run, exchange.events)
        if isinstance(exchange.content, Mapping) and "run_id" not in exchange.content:
            run.facts += _add_end(run, exchange.content)

    def _state(self, exchange: RecordedExchange, thread: Thread) -> None:
        """Take the state of the last run, until the client changes the state itself."""
        if exchange.status >= HTTPStatus.BAD_REQUEST or not thread.runs:
            return
        run = thread.runs[-1]
        if exchange.method != "GET" and not exchange.path.endswith("/history"):
            run.is_closed = True
            return
        content = exchange.content
        content = content[0] if isinstance(content, list) and content else content
        if not run.is_closed and isinstance(content, Mapping) and isinstance(content.get("values"), Mapping):
            run.requested += _add_end(run, content["values"])
            for task in content.get("tasks") or ():
                if isinstance(task, Mapping):
                    run.requested += interrupts((), None, task.get("interrupts"))

    def _command(self, exchange: RecordedExchange, thread: Thread, command: Any, reply: Any) -> None:
        if not isinstance(command, Mapping) or command.get("method") not in RUN_COMMANDS:
            return
        params = _fields(command.get("params"))
        graph = str(params.get("assistant_id") or (thread.runs[-1].graph if thread.runs else ""))
        if exchange.status >= HTTPStatus.BAD_REQUEST and command["method"] == "run.start":
            run = Run(
                exchange.number, graph, params.get("input"), status=exchange.status, detail=exchange.content
            )
            run.headers = exchange.headers
            thread.runs.append(run)
            return
        if _fields(reply).get("type") != "success":
            self.notes.append(f"{exchange}: {command['method']} failed, so it is left out")
            return
        run_id = _fields(_fields(reply).get("result")).get("run_id")
        resume = {"resume": _response(params)} if command["method"] == "input.respond" else None
        started = Run(
            exchange.number, graph, params.get("input"), resume, run_id=run_id, started=exchange.started
        )
        thread.runs.append(started)

    def _thread_events(self, exchange: RecordedExchange, thread: Thread) -> None:
        """Keep the events of a thread: of protocol v2, or of all runs in stream modes."""
        self._note_damaged(exchange)
        run = None
        for event in exchange.events:
            if isinstance(event.data, Mapping) and event.data.get("type") == "event":
                _keep(thread, event.data, event.at)
            elif event.name == "metadata":
                run = thread.run(_fields(event.data).get("run_id"))
            elif run:
                _add_events(run, [event])
        if not exchange.is_recorded:
            self.notes.append(f"{exchange}: the recording has no body of the response")

    def _socket(self, exchange: RecordedExchange) -> None:
        if not (found := _end(EVENTS, exchange.path)):
            return
        self._note_damaged(exchange)
        thread = self.thread(found["thread"])
        frames = [frame for frame in exchange.frames if isinstance(frame.data, Mapping)]
        replies = {
            str(frame.data.get("id")): frame.data
            for frame in frames
            if not frame.is_sent and frame.data.get("type") != "event"
        }
        for frame in frames:
            if frame.is_sent:
                self._command(exchange, thread, frame.data, replies.get(str(frame.data.get("id"))))
            elif frame.data.get("type") == "event":
                _keep(thread, frame.data, frame.at)

    def _note_damaged(self, exchange: RecordedExchange) -> None:
        if numbers := exchange.damaged:
            what = "messages" if exchange.frames else "events"
            self.notes.append(f"{exchange}: {what} that are not valid JSON are left out: {numbers}")


def _end(pattern: re.Pattern[str], path: str) -> re.Match[str] | None:
    """Return the match of a pattern at the end of a path, below any base URL."""
    return next((found for found in pattern.finditer(path) if found.end() == len(path)), None)


def _fields(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _run_id(exchange: RecordedExchange) -> str | None:
    for name in ("content-location", "location"):
        if found := LOCATION.search(exchange.headers.get(name, "")):
            return found["run"]
    started = next((event.data for event in exchange.events if event.name == "metadata"), exchange.content)
    run_id = _fields(started).get("run_id")
    return run_id if isinstance(run_id, str) else None


def _graphs(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the assistant id and the graph id of each object that has both."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case Mapping() as fields:
                match fields:
                    case {"assistant_id": str(assistant_id), "graph_id": str(graph_id)}:
                        yield assistant_id, graph_id
                waiting += fields.values()
            case list() as listed:
                waiting += listed


def _add_events(run: Run, events: Sequence[Streamed]) -> None:
    """Add events that were not read before: a run can be streamed again."""
    new = [event for event in events if not event.id or event.id not in run.seen]
    run.seen |= {event.id for event in new if event.id}
    usual = [fact for event in new for fact in run.modes.facts(event, USUAL_MODES)]
    run.facts += usual or [fact for event in new for fact in run.modes.facts(event, DETAIL_MODES)]


def _add_end(run: Run, given: Mapping[str, Any]) -> Iterator[Fact]:
    """Add the state at the end of a run or of a pause, and yield what else it shows."""
    for fact in state((), None, given):
        if isinstance(fact, Values):
            run.end = fact
        else:
            yield fact


def _keep(thread: Thread, event: Mapping[str, Any], at: float | None) -> None:
    number = event.get("seq")
    place = number if isinstance(number, int) else len(thread.events)
    thread.events.setdefault(place, (event, at))


def _share(thread: Thread) -> None:
    """Give each run its events of protocol v2, which begin with `running`."""
    translator = ProtocolV2()
    waiting = [run for run in thread.runs if not run.facts and run.status < HTTPStatus.BAD_REQUEST]
    run = waiting[0] if waiting else None
    begun = False
    for _, (event, at) in sorted(thread.events.items()):
        params = _fields(event.get("params"))
        is_start = (
            event.get("method") == "lifecycle"
            and not params.get("namespace")
            and _fields(params.get("data")).get("event") == "running"
        )
        if is_start and begun and run is not None:
            following = waiting.index(run) + 1
            run = waiting[following] if following < len(waiting) else None
        begun = begun or is_start
        if run:
            run.facts += translator.facts(event, at)


def _response(params: Mapping[str, Any]) -> Any:
    """Return the answer to one interrupt, or answers by their ids."""
    responses = params.get("responses")
    if isinstance(responses, list) and len(responses) > 1:
        return {str(_fields(each).get("interrupt_id")): _fields(each).get("response") for each in responses}
    one = responses[0] if isinstance(responses, list) and responses else params
    return _fields(one).get("response")
