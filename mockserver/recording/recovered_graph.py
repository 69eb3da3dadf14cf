"""The steps of a graph, recovered from the facts of its runs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import singledispatchmethod
from operator import itemgetter
from typing import Any

from mockserver.recording.facts import (
    Custom,
    Fact,
    Failed,
    Interrupted,
    Message,
    Modes,
    Named,
    Piece,
    Update,
    Values,
    Whole,
)
from mockserver.recording.model_step import Draft, Step, literal, spoken
from mockserver.recording.names import error_class, is_event_name, usable_node

UI = "ui"
TOOLS = "tools"
REMOVE_ALL = "__remove_all__"
APPROVAL_TEXT = "Tool execution requires approval"
DECISIONS = ("approve", "edit", "reject")


@dataclass(slots=True)
class Turn:
    """Facts that all graphs of a recording share."""

    notes: list[str] = field(default_factory=list)
    reducers: dict[str, str] = field(default_factory=dict)
    initial: dict[str, Any] = field(default_factory=dict)
    """State before the turn, without what the client has sent."""
    interrupts: set[str] = field(default_factory=set)
    """Ids of interrupts that were seen."""
    place: str = ""
    """Entry whose facts are read."""
    pause: int = 0
    """Number of the run within the turn."""

    def lose(self, what: str) -> None:
        note = f"{self.place}: {what}"
        if note not in self.notes:
            self.notes.append(note)


class Graph:
    def __init__(self, turn: Turn, name: str = "") -> None:
        self.turn = turn
        self.name = name
        """Name of the node that runs it; empty for the graph of the run."""
        self.agent: str | None = None
        self.call_id: str | None = None
        """Tool call that it executes."""
        self.task = ""
        """Text of the human message at its start."""
        self.began: float | None = None
        """Time of its first event, in seconds since 1970."""
        self.steps: list[Step] = []
        self.children: dict[str, Graph] = {}
        self.known: dict[str, Message] = {}
        """Messages by id that need no further step."""
        self._modes = Modes()
        self._drafts: dict[str, Draft] = {}
        self._calls: dict[str, Step] = {}
        """Calls by their id."""
        self._group: list[Graph] = []
        """Subgraphs that run at the same time."""
        self._unfinished: list[Graph] = []
        """Subgraphs whose node has not ended."""
        self._values: Mapping[str, Any] | None = None
        self._listed: list[str] = []
        """Ids of the messages in the last state."""
        self._updated: dict[str, list[Any]] = {}
        """Updates since the last state by key, whose reducer is not known yet."""
        self._at: float | None = None
        self._is_fresh = True
        """True until the first state of a run."""
        self._is_reviewing = False
        """True between decisions on calls and the step that applies them."""
        self._has_written = False
        """True if a step since the last state explains the next one."""
        self._is_paused = False
        self._begun = 0
        """Number of steps at the start of the run."""

    def begin(self, modes: Modes, command: Mapping[str, Any] | None = None) -> None:
        """Begin a run of the turn: the first one, or one that resumes."""
        self._modes = modes
        self._is_fresh = True
        self._begun = len(self.steps)
        self._has_written = False
        self._is_paused = False
        self._at = None
        if command is not None:
            self._answer(command.get("resume"))
        for child in self.children.values():
            child.begin(modes, command)

    @property
    def is_paused(self) -> bool:
        return self._is_paused or any(child.is_paused for child in self.children.values())

    @property
    def updated(self) -> set[str]:
        """Return the keys of the state that steps update, those of subgraphs, too."""
        writers = [*self.steps, *self._calls.values()]
        own = {name for step in writers for name in (*step.get("set", ()), *step.get("__update__", ()))}
        return own.union(*(child.updated for child in self.children.values()))

    def add(self, fact: Fact, depth: int = 0) -> None:
        """Add a fact, which belongs to this graph or, by its namespace, to one inside."""
        if depth < len(fact.namespace):
            self._child(fact.namespace[depth], fact.at).add(fact, depth + 1)
        else:
            self._add(fact)
        self._at = fact.at if fact.at is not None else self._at

    def finish(self, end: Values | None = None) -> None:
        """End a run. `end` is the state that the client requested afterwards."""
        for child in self.children.values():
            child.finish()
        self._settle()
        if end is not None and not self.is_paused:
            self._add_end(end)

    @singledispatchmethod
    def _add(self, fact: Fact) -> None:
        raise TypeError(type(fact).__name__)

    @_add.register
    def _(self, fact: Piece) -> None:
        if fact.message_id in self.known:
            return
        if fact.message_id not in self._drafts:
            self._drafts[fact.message_id] = Draft(self._append({}, fact.at))
        self._drafts[fact.message_id].add(fact)

    @_add.register
    def _(self, fact: Whole) -> None:
        message = fact.message
        if message.type == "tool":
            self._settle()
            if not self._modes.updates and not self._modes.values:
                self._result(message, fact.at)
            elif call := self._calls.get(message.tool_call_id or ""):
                call.setdefault("__done__", fact.at)
        elif key(message) in self._drafts:
            self._spoken(message, fact.node, fact.at)
        elif not self._modes.updates and not self._modes.values and key(message) not in self.known:
            self._written([message], fact.node, fact.at)

    @_add.register
    def _(self, fact: Update) -> None:
        if self._ends_child(fact.node):
            self.known |= {key(message): message for message in fact.messages}
            return
        self._end_group()
        for name, value in fact.values.items():
            if name != UI:
                self._updated.setdefault(name, []).append(value)
        self._change(fact.messages, fact.values, fact.node, fact.at)

    @_add.register
    def _(self, fact: Values) -> None:
        if self._is_fresh:
            self._is_fresh = False
            if len(self.steps) == self._begun and not self._drafts:
                self._begin_with(fact)
                return
        self._order_group(fact.messages)
        before, self._values = self._values or {}, fact.values
        self._find_reducers(before, fact.values)
        if not self._modes.updates:
            had_children = bool(self._group)
            self._end_group()
            new = [message for message in fact.messages if self._is_new(message)]
            there = {key(message) for message in fact.messages}
            gone = [each for each in self._listed if each not in there]
            changed = {
                name: value
                for name, value in fact.values.items()
                if value != before.get(name) and not (had_children and name != UI)
            }
            if UI in changed:
                changed[UI] = _changed_ui(before.get(UI), fact.values[UI])
            if new or gone or changed or not (self._has_written or had_children or self.is_paused):
                self._removed(gone, fact.at)
                self._change(new, changed, None, fact.at, has_removed=bool(gone))
            self._has_written = False
        self._listed = [key(message) for message in fact.messages]
        self._end_group()

    @_add.register
    def _(self, fact: Custom) -> None:
        self._settle_complete()
        match fact.data:
            case {"type": "ui", "id": str(ui_id), "name": str(name)}:
                self._append({"ui": _component(ui_id, name, fact.data)}, fact.at)
                self._has_written = True
            case {"type": "remove-ui", "id": str(ui_id)}:
                self._append({"ui": {"remove": literal(ui_id)}}, fact.at)
                self._has_written = True
            case {"name": str(name), "payload": payload} if len(fact.data) == 2 and is_event_name(name):  # noqa: PLR2004
                self._append({"custom": literal(payload), "name": name}, fact.at)
            case _:
                self._append({"custom": literal(fact.data)}, fact.at)
        if any("__done__" not in call for call in self._calls.values()):
            self.turn.lose("a custom event of a tool is sent after the tool's message")

    @_add.register
    def _(self, fact: Interrupted) -> None:
        self._settle()
        self._is_paused = True
        if fact.id in self.turn.interrupts:
            return
        self.turn.interrupts.add(fact.id)
        match fact.value:
            case {"action_requests": list(requests), "review_configs": list(configs)}:
                if self._review(requests, configs):
                    return
            case {"type": "tool", "tool_call": {"id": str(call_id)}} if call_id in self._calls:
                self._calls[call_id] |= {"headless": True, "__interrupt__": fact.id}
                return
        waiting = [call for call in self._waiting() if "__interrupt__" not in call]
        if waiting:
            waiting[0] |= {"interrupt": literal(fact.value), "__interrupt__": fact.id}
            return
        self._append(
            {"interrupt": literal(fact.value), "__interrupt__": fact.id, "__pause__": self.turn.pause},
            fact.at,
        )

    @_add.register
    def _(self, fact: Failed) -> None:
        error: dict[str, Any] = {"message": literal(fact.message)}
        if error_class(fact.type):
            error = {"type": fact.type, **error}
        for message_id, draft in [*self._drafts.items()]:
            if any(draft.step is step for step in self.steps[-1:]) and not draft.calls:
                self.steps.pop()
                error |= {"text": literal(draft.text)} if draft.text else {}
                if not draft.has_words:
                    self.turn.lose("the pieces of the text before an error are not kept")
                del self._drafts[message_id]
        self._settle()
        self._append({"error": error}, fact.at)

    @_add.register
    def _(self, fact: Named) -> None:
        self.agent = fact.name
        self.call_id = fact.call_id or self.call_id

    def _child(self, segment: str, at: float | None) -> "Graph":
        if segment not in self.children:
            self._settle()
            node = segment.partition(":")[0]
            child = self.children[segment] = Graph(self.turn, node)
            child.begin(self._modes)
            child.began = at
            if self._waiting() and node == TOOLS:
                return child
            if not self._group:
                self._append({"__group__": self._group}, None)
            self._group.append(child)
            self._unfinished.append(child)
        return self.children[segment]

    def _ends_child(self, node: str) -> bool:
        """Return whether the update is that of a node with a subgraph."""
        for child in self._unfinished:
            if child.name == node:
                self._unfinished.remove(child)
                return True
        return False

    def _order_group(self, messages: Sequence[Message]) -> None:
        """Order the subgraphs as the state orders their messages. They begin and end at any time."""
        listed = set(self._listed)
        places = {key(each): place for place, each in enumerate(messages) if key(each) not in listed}
        firsts = [[places[each] for each in child.known if each in places][:1] for child in self._group]
        if all(firsts):
            in_order = sorted(zip(firsts, self._group, strict=True), key=itemgetter(0))
            self._group[:] = [child for _, child in in_order]

    def _end_group(self) -> None:
        if not self.is_paused and (not self._unfinished or not self._modes.updates):
            for child in self._group:
                self.known |= child.known
            self._group, self._unfinished = [], []

    def _append(self, step: Step, at: float | None) -> Step:
        if at is not None and self._at is not None:
            step["__gap__"] = max(at - self._at, 0.0)
        self.steps.append(step)
        return step

    def _begin_with(self, fact: Values) -> None:
        """Take the first state of a run, which has what was there and what the client has sent."""
        self._values = fact.values
        self._listed = [key(message) for message in fact.messages]
        self.known |= {key(message): message for message in fact.messages}
        human = [message.text for message in fact.messages if message.type == "human"]
        self.task = self.task or (human[-1] if human else "")

    def _is_new(self, message: Message) -> bool:
        return key(message) not in self.known

    def _change(
        self,
        messages: Sequence[Message],
        values: Mapping[str, Any],
        node: str | None,
        at: float | None,
        *,
        has_removed: bool = False,
    ) -> None:
        """Add the steps of one change of the state."""
        rest = {name: value for name, value in values.items() if name != UI}
        if not messages and (tasks := self._answered_tasks()):
            for step in tasks[:1] if node else tasks:
                step |= {"__update__": literal(rest), **({"__node__": node} if node else {})}
            return
        shown = [*self._shown(values.get(UI), at)] if UI in values and not self._modes.custom else []
        if self._is_reviewing:
            self._is_reviewing = False
            self.known |= {key(message): message for message in messages}
            for message in messages:  # of calls that the reviewing node makes itself; rejections are errors
                if message.tool_call_id in self._calls and not message.is_error:
                    self._result(message, at)
            return
        results = [message for message in messages if message.tool_call_id in self._calls]
        removed = [message for message in messages if message.type == "remove"]
        others = [message for message in messages if message not in results and message not in removed]
        for message in results:
            self.known[key(message)] = message
            self._result(message, at)
        if results and rest:
            self._calls[str(results[-1].tool_call_id)]["set"] = literal(rest)
            rest = {}
        self._removed([message.id or "" for message in removed], at)
        left = self._spoken_with(others, rest, node, at)
        if left or not (messages or shown or has_removed or UI in values):
            self._append({"set": literal(dict(left)), **usable_node(node)}, at)

    def _answered_tasks(self) -> list[Step]:
        """Return the interrupts that were open at once and are answered, without an update so far."""
        last = next((step.get("__pause__") for step in reversed(self.steps)), None)
        open_at_once = [step for step in self.steps if last and step.get("__pause__") == last]
        if len(open_at_once) < 2:  # noqa: PLR2004
            return []
        return [step for step in open_at_once if "__answer__" in step and "__update__" not in step]

    def _spoken_with(
        self, messages: Sequence[Message], rest: Mapping[str, Any], node: str | None, at: float | None
    ) -> Mapping[str, Any]:
        """Add messages, the model's last one with the rest of its update. Return what remains of that."""
        is_only = len(messages) == 1
        streamed = [message for message in messages if self._is_streamed(message, is_only=is_only)]
        self._written([message for message in messages if message not in streamed], node, at)
        for number, message in enumerate(streamed, 1):
            step = self._spoken(message, node, at)
            if rest and step and number == len(streamed):
                step["set"] = literal(dict(rest))
                rest = {}
        return rest

    def _is_streamed(self, message: Message, *, is_only: bool) -> bool:
        """Return whether the model streams a message, as far as the recording shows it."""
        if key(message) in self._drafts:
            return True
        is_plain = not (message.calls or message.blocks or message.reasoning or message.usage)
        return message.type == "ai" and not (is_plain and (self._modes.messages or not is_only))

    def _spoken(self, message: Message, node: str | None, at: float | None) -> Step | None:
        if key(message) in self.known:
            return None
        self.known[key(message)] = message
        draft = self._drafts.pop(key(message), None)
        if draft is None:
            step = self._append(spoken(message), at)
            if self._modes.messages:
                step["chunks"] = "whole"
                self.turn.lose("a message of the model that was not streamed is streamed at once")
        else:
            step = draft.step
            for lost in draft.finish(message):
                self.turn.lose(f"{lost} are not kept")
        step |= usable_node(node or (draft.node if draft else None))
        for call in step.get("tools", ()):
            self._calls[str(call["__id__"])] = call
            call["__began__"] = at
        return step

    def _written(self, messages: Sequence[Message], node: str | None, at: float | None) -> None:
        """Add messages that no model streams, in one step."""
        roles = {"human": "human", "ai": "ai", "system": "system"}
        listed = []
        for message in messages:
            if key(message) in self.known:
                continue
            self.known[key(message)] = message
            if message.type not in roles:
                self.turn.lose(f"a message of the type {message.type!r} is left out")
                continue
            listed.append({roles[message.type]: literal(message.text)})
        is_unknown = not (self._modes.updates or self._modes.values)
        if listed and is_unknown and self.steps and "messages" in self.steps[-1]:
            self.steps[-1]["messages"] += listed
        elif listed:
            self._append({"messages": listed, **usable_node(node)}, at)

    def _result(self, message: Message, at: float | None) -> None:
        call = self._calls.get(message.tool_call_id or "")
        if call is None:
            self.turn.lose("the result of a tool whose call was not recorded is left out")
            return
        self.known[key(message)] = message
        call.setdefault("__done__", at)
        call["__order__"] = sum("__order__" in each for each in self._calls.values())
        content = message.text if not message.blocks else [*message.blocks]
        if call.get("headless"):
            return
        call["fails" if message.is_error else "result"] = literal(content)

    def _removed(self, ids: Sequence[str], at: float | None) -> None:
        if not ids:
            return
        mine = [each for each, message in self.known.items() if message.type == "ai"]
        for each in ids:
            if each == REMOVE_ALL or len(ids) == len(self.known) > 1:
                self.known = {}
                self._append({"remove": "all"}, at)
                return
            if mine and each == mine[-1]:
                self._append({"remove": "last"}, at)
            elif each in self.known:
                self._append({"remove": literal(each)}, at)
                if self.known[each].type != "human":
                    self.turn.lose("a removed message is named by its id, which differs in each run")
            self.known.pop(each, None)

    def _shown(self, given: Any, at: float | None) -> Iterator[Step]:
        """Yield the steps of UI messages in an update, if no custom event has them."""
        for each in given if isinstance(given, list) else [given]:
            match each:
                case {"id": str(ui_id), "name": str(name)}:
                    yield self._append({"ui": _component(ui_id, name, each)}, at)
                case {"id": str(ui_id), "type": "remove-ui"}:
                    yield self._append({"ui": {"remove": literal(ui_id)}}, at)

    def _find_reducers(self, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
        for name, updates in self._updated.items():
            candidates = {name: reduced(before.get(name), updates) for name, reduced in REDUCERS.items()}
            found = next((reducer for reducer, value in candidates.items() if value == now.get(name)), None)
            if found is None:
                self.turn.lose(f"the reducer of the key {name!r} is not one of a scenario")
            elif found != "replace":
                self.turn.reducers[name] = found
        self._updated = {}

    def _settle(self) -> None:
        """Finish messages that were recorded only in pieces."""
        for message_id, draft in [*self._drafts.items()]:
            self._spoken(draft.message(message_id), draft.node, draft.times[-1] if draft.times else None)

    def _settle_complete(self) -> None:
        """Finish messages before a custom event, if no state or update will show them."""
        if not self._modes.updates and not self._modes.values:
            self._settle()

    def _waiting(self) -> list[Step]:
        return [call for call in self._calls.values() if "__order__" not in call]

    def _review(self, requests: Sequence[Any], configs: Sequence[Any]) -> bool:
        """Mark the calls that need a decision. Return False if the actions are not calls."""
        waiting, found = self._waiting(), []
        for request in requests:
            call = next(
                (
                    each
                    for each in waiting
                    if isinstance(request, Mapping)
                    and each["name"] == request.get("name")
                    and each["__args__"] == (request.get("args") or request.get("arguments") or {})
                    and each not in found
                ),
                None,
            )
            if call is None:
                return False
            found.append(call)
        for call, request, config in zip(found, requests, configs, strict=False):
            allowed = config.get("allowed_decisions") if isinstance(config, Mapping) else None
            allowed = [each for each in allowed or () if each in DECISIONS] or [*DECISIONS]
            call["approval"] = True if allowed == [*DECISIONS] else allowed
            if request.get("description") not in {None, APPROVAL_TEXT}:
                call["description"] = literal(str(request["description"]))
        self._is_reviewing = True
        return bool(found)

    def _answer(self, answer: Any) -> None:
        """Remember the answer to the interrupts that are open."""
        waiting = [step for step in (*self.steps, *self._calls.values()) if "__interrupt__" in step]
        for step in waiting:
            by_id = isinstance(answer, Mapping) and step["__interrupt__"] in answer
            others = isinstance(answer, Mapping) and self.turn.interrupts & answer.keys()
            if "__answer__" not in step and (by_id or not others):
                step["__answer__"] = answer[step["__interrupt__"]] if by_id else answer

    def _add_end(self, end: Values) -> None:
        """Add what only the state after the run shows."""
        if self._modes.values and not self._drafts:
            return
        last = max((number for number, each in enumerate(end.messages) if each.type == "human"), default=-1)
        new = [message for message in end.messages[last + 1 :] if self._is_new(message)]
        is_shown = self._modes.updates or self._modes.values
        before = self._values or {}
        changed = (
            {}
            if is_shown
            else {name: value for name, value in end.values.items() if value != before.get(name) and value}
        )
        self._values = end.values
        for message in new:
            self._change([message], {}, None, None)
        if changed:
            self._change([], changed, None, None)


def _merged(before: Any, updates: Sequence[Any]) -> Any:
    made = dict(before) if isinstance(before, Mapping) else {}
    for update in updates:
        made |= update if isinstance(update, Mapping) else {}
    return made


def _appended(before: Any, updates: Sequence[Any]) -> Any:
    made = [*before] if isinstance(before, list) else []
    for update in updates:
        made += update if isinstance(update, list) else [update]
    return made


REDUCERS: Mapping[str, Callable[[Any, Sequence[Any]], Any]] = {
    "replace": lambda _before, updates: updates[-1],
    "merge": _merged,
    "append": _appended,
}


def key(message: Message) -> str:
    """Return the id of a message, or its content if it has none."""
    return message.id or f"{message.type} {message.text}"


def _component(ui_id: str, name: str, given: Mapping[str, Any]) -> Step:
    """Return a UI message as a component of a scenario."""
    metadata, props = given.get("metadata"), given.get("props")
    shown = {"name": name, "id": ui_id, "props": dict(props) if isinstance(props, Mapping) else {}}
    is_merged = isinstance(metadata, Mapping) and metadata.get("merge")
    return {**literal(shown), **({"merge": True} if is_merged else {})}


def _changed_ui(before: Any, now: Any) -> list[Any]:
    """Return the UI messages that are new or changed, and removals of those that are gone."""
    old = [each for each in before if isinstance(each, Mapping)] if isinstance(before, list) else []
    new = [each for each in now if isinstance(each, Mapping)] if isinstance(now, list) else []
    there = [each.get("id") for each in new]
    gone = [{"type": "remove-ui", "id": each.get("id")} for each in old if each.get("id") not in there]
    return [*(each for each in new if each not in old), *gone]
