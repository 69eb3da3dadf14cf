"""Turns of a scenario, from the runs of all threads."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from mockserver.recording.compose import composed, written
from mockserver.recording.facts import Interrupted, Message, Modes, Values
from mockserver.recording.messages import humans, messages
from mockserver.recording.model_step import Step, literal
from mockserver.recording.names import with_own_names
from mockserver.recording.recovered_graph import Graph, Turn, key
from mockserver.recording.runs import Run, Thread

NATURAL = frozenset({400, 404, 405, 409, 413, 415, 422})
"""Statuses of requests that the mock itself rejects for the same reason."""

TIMING = frozenset({"speed", "takes", "wait"})


@dataclass(slots=True)
class RecordedTurn:
    """A turn of one thread."""

    text: str
    """Last human message."""
    number: int
    """Number of the human message in the thread, from 1."""
    state: Mapping[str, Any]
    """Keys besides `messages` that the client has sent; for a thread without messages."""
    steps: list[Step]
    place: str


@dataclass(slots=True)
class Turns:
    turn: Turn
    recorded: list[RecordedTurn] = field(default_factory=list)
    sent: dict[str, Any] = field(default_factory=dict)
    """Keys of the state that clients have sent."""

    def add(self, thread: Thread) -> None:
        """Add the turns of a thread."""
        history: list[Message] = []
        seen: list[Message] = []
        graph: Graph | None = None
        failures: list[Run] = []
        changed: set[str] = set()
        for run in thread.runs:
            self.turn.place = f"entry {run.number}"
            if failures and run.input != failures[0].input:
                self._add_failure(failures, history)
                failures = []
            if run.status >= HTTPStatus.BAD_REQUEST:
                failures += [run] if self._is_scripted(run) else []
                continue
            self._check(run)
            if run.resumes and graph is None:
                self.turn.lose("the run that this one resumes was not recorded, so it is left out")
                continue
            if graph is not None and run.resumes:
                self._set_initial(_first_state(run), changed)
            else:
                changed |= _fields(run.input).keys()
                graph, seen = self._begun(run, history, failures, changed)
                failures = []
            self._follow(graph, run)
            changed |= graph.updated
            history = [
                *seen,
                *(each for name, each in graph.known.items() if name not in set(map(key, seen))),
            ]
        if failures:
            self._add_failure(failures, history)

    def _begun(
        self, run: Run, history: Sequence[Message], failures: Sequence[Run], changed: Collection[str]
    ) -> tuple[Graph, list[Message]]:
        """Return the graph of a new turn, and the messages before it."""
        graph = Graph(self.turn)
        graph.known = {key(message): message for message in history}
        first = _first_state(run)
        given = _fields(run.input)
        self.sent |= {name: None for name in given if name not in {"messages", *self.sent}}
        self._set_initial(first, changed)
        seen = list(first.messages) if first else [*history, *messages(given.get("messages"))]
        errors = [_http_error(failures[0], len(failures))] if failures else []
        self._append(run, seen, [*errors, {"__graph__": graph}])
        return graph, seen

    def _set_initial(self, first: Values | None, changed: Collection[str]) -> None:
        """Take the values of a first state, except for keys that were changed before it."""
        for name, value in (first.values if first else {}).items():
            if name not in changed and name != "ui":
                self.turn.initial.setdefault(name, value)

    def _add_failure(self, failures: Sequence[Run], history: Sequence[Message]) -> None:
        seen = [*history, *messages(_fields(failures[0].input).get("messages"))]
        self._append(failures[0], seen, [_http_error(failures[0], None)])

    def _follow(self, graph: Graph, run: Run) -> None:
        if run.resumes and not graph.is_paused:
            self.turn.lose("the interrupt that this run resumes was not recorded; its value is left out")
            graph.add(Interrupted((), None, f"before entry {run.number}", {}))
        self.turn.pause += 1
        graph.begin(Modes.of(run.facts), run.command if run.resumes else None)
        for fact in run.facts:
            graph.add(fact)
        graph.finish(run.end)

    def _is_scripted(self, run: Run) -> bool:
        if run.status in NATURAL:
            self.turn.lose(f"the status {run.status} is not part of the scenario: the mock itself sends it")
            return False
        return True

    def _check(self, run: Run) -> None:
        if run.is_fork:
            self.turn.lose(
                "the run started at an earlier checkpoint; its turn is that of its last human message"
            )
        if run.command and {"goto"} & run.command.keys():
            self.turn.lose("`goto` of the command is not recovered")

    def _append(self, run: Run, seen: Sequence[Message], steps: list[Step]) -> None:
        texts = humans(seen)
        state = {name: value for name, value in _fields(run.input).items() if name != "messages"}
        self.recorded.append(
            RecordedTurn(
                texts[-1] if texts else "",
                max(len(texts), 1),
                {} if texts else state,
                steps,
                f"entry {run.number}",
            )
        )

    def written(self) -> list[dict[str, Any]]:
        """Return the turns of the scenario."""
        for recorded in self.recorded:
            recorded.steps = [
                each
                for step in recorded.steps
                for each in (composed(step["__graph__"]) if "__graph__" in step else [step])
            ]
        made = [*self._turns()]
        self.turn.place = "nodes"
        with_own_names([step for turn in made for step in turn["steps"]], self.turn.lose)
        return made

    def _turns(self) -> Iterator[dict[str, Any]]:
        groups: dict[str, list[RecordedTurn]] = {}
        for recorded in self.recorded:
            place = repr((recorded.text.strip().casefold(), recorded.state))
            groups.setdefault(place, []).append(recorded)
        for group in groups.values():
            kept: list[RecordedTurn] = []
            for recorded in group:
                if not any(merge(other.steps, recorded.steps) for other in kept):
                    kept.append(recorded)
            for recorded in self._distinct(kept):
                yield {"when": _condition(recorded, len(kept) > 1), "steps": written(recorded.steps)}

    def _distinct(self, kept: Sequence[RecordedTurn]) -> Iterator[RecordedTurn]:
        seen: dict[int, str] = {}
        for recorded in kept:
            if recorded.number in seen:
                self.turn.place = recorded.place
                self.turn.lose(
                    f"another response to the message of {seen[recorded.number]}, which is replayed instead"
                )
                continue
            seen[recorded.number] = recorded.place
            yield recorded


def _first_state(run: Run) -> Values | None:
    return next((fact for fact in run.facts if isinstance(fact, Values) and not fact.namespace), None)


def merge(steps: list[Step], more: Sequence[Step]) -> bool:
    """Add the steps of a second recording that differ after an answer. Return False if others differ, too."""
    for number, (step, other) in enumerate(zip(steps, more, strict=False)):
        if bare(step) == bare(other) and _answers(step) == _answers(other):
            continue
        if "interrupt" not in step or step.get("interrupt") != other.get("interrupt"):
            return False
        answers = step.setdefault("answers", [])
        if not answers:
            answers.append(
                {"when": {"equals": literal(step.get("__answer__"))}, "steps": steps[number + 1 :]}
            )
            step["__all__"] = [step.get("__answer__")]
            del steps[number + 1 :]
        if other.get("__answer__") in step["__all__"]:
            return merge(answers[step["__all__"].index(other.get("__answer__"))]["steps"], more[number + 1 :])
        step["__all__"].append(other.get("__answer__"))
        answers.append({"when": {"equals": literal(other.get("__answer__"))}, "steps": [*more[number + 1 :]]})
        return True
    if len(steps) < len(more) and _is_paused(steps):
        steps += more[len(steps) :]
    return len(steps) == len(more) or _is_paused(more)


def bare(value: Any) -> Any:
    """Return a step without its times and internal keys."""
    match value:
        case dict():
            return {
                key: bare(below)
                for key, below in value.items()
                if key not in TIMING and not key.startswith("__")
            }
        case list():
            return [bare(below) for below in value]
    return value


def _answers(step: Step) -> Any:
    return step.get("__all__") or step.get("__answer__")


def _is_paused(steps: Sequence[Step]) -> bool:
    """Return whether the recording ends at an interrupt without an answer."""
    return bool(steps) and "interrupt" in steps[-1] and "__answer__" not in steps[-1]


def _condition(recorded: RecordedTurn, is_ambiguous: bool) -> dict[str, Any]:
    condition: dict[str, Any] = {"equals": recorded.text}
    if recorded.state:
        condition = {"state": dict(recorded.state)}
    return {**condition, "turn": recorded.number} if is_ambiguous else condition


def _http_error(run: Run, times: int | None) -> Step:
    detail = _fields(run.detail).get("detail", run.detail)
    error: dict[str, Any] = {"status": run.status}
    if isinstance(detail, str):
        error["message"] = literal(detail)
    if after := run.headers.get("retry-after"):
        error["headers"] = {"Retry-After": after}
    return {"error": {**error, **({"times": times} if times else {})}}


def _fields(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
