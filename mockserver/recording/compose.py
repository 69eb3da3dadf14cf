"""Composition of the steps of a graph: pauses, subgraphs and subagents."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from mockserver.recording.model_step import MIN_PAUSE_SECONDS, Step, duration, literal
from mockserver.recording.names import is_node
from mockserver.recording.recovered_graph import TOOLS, Graph

MIN_LEAD_SECONDS = 0.03
"""Difference between two calls that end in another order than they began."""

NOTHING: Step = {"wait": 0}
"""Step of a subgraph that does nothing visible."""

FAN_OUT = "review"
"""Node of interrupts that are open at the same time."""


def composed(graph: Graph) -> list[Step]:
    """Return the steps of a graph, with those of its subgraphs inside."""
    _give_to_calls(graph)
    made: list[Step] = []
    for _, listed in groupby(graph.steps, key=lambda step: step.get("__pause__")):
        steps = list(listed)
        if len(steps) > 1 and "__pause__" in steps[0]:
            made.append(_fan_out(steps, graph))
            continue
        for step in steps:
            if "__group__" in step:
                made += _subgraphs(step["__group__"], graph)
            else:
                _set_times(step)
                made.append(step)
    for step, following in pairwise(made):
        if "interrupt" in step and "node" in following and is_node(following["node"]):
            step["node"] = following["node"]  # the node that resumes is the one that has interrupted
    return made


def _fan_out(steps: Sequence[Step], graph: Graph) -> Step:
    """Return one step for simultaneous interrupts, each with the update after its answer."""
    node = next((step["__node__"] for step in steps if "__node__" in step), FAN_OUT)
    updates = [step.get("__update__", {}) for step in steps]
    inner: list[Step] = [{"interrupt": "{{ item.ask }}"}]
    if any(updates):
        keys = [key for key in updates[0] if all(key in update for update in updates)]
        if any(len(keys) < len(update) for update in updates):
            graph.turn.lose("updates of different keys after interrupts that were open at once are left out")
        inner.append({"set": {key: f"{{{{ item.set[{_expression(key)}] }}}}" for key in keys}})
    items = [
        {"ask": step["interrupt"], **({"set": update} if update else {})}
        for step, update in zip(steps, updates, strict=True)
    ]
    return {"for_each": items, "node": node if is_node(node) else FAN_OUT, "steps": inner}


def _give_to_calls(graph: Graph) -> None:
    """Give each subagent to the call that it executes."""
    calls = [call for step in graph.steps for call in step.get("tools", ())]
    taken: list[Step] = []
    for child in [child for child in graph.children.values() if child.name == TOOLS]:
        call = next(
            (
                call
                for fits in (_is_named, _has_task, _has_result)
                for call in calls
                if not any(call is each for each in taken) and fits(call, child)
            ),
            next((call for call in calls if not any(call is each for each in taken)), None),
        )
        if call is None:
            graph.turn.lose("the steps of a subagent whose call was not recorded are left out")
            continue
        taken.append(call)
        call["steps"] = composed(child) or [NOTHING]
        # a call with a subagent takes its time before the subagent begins
        call["__order__"], call["__done__"] = len(taken), child.began
        if _last_text(child) == call.get("result"):
            call.pop("result", None)
        if child.agent and child.agent not in {call["__args__"].get("subagent_type"), call["name"]}:
            call |= {"agent": child.agent} if is_node(child.agent) else {}


def _is_named(call: Step, child: Graph) -> bool:
    return child.call_id is not None and call["__id__"] == child.call_id


def _has_task(call: Step, child: Graph) -> bool:
    args = call["__args__"]
    task = args.get("description") or next((each for each in args.values() if isinstance(each, str)), "")
    return bool(task) and child.task == task


def _has_result(call: Step, child: Graph) -> bool:
    return bool(call.get("result")) and call["result"] == _last_text(child)


def _last_text(child: Graph) -> Any:
    return next(
        (literal(message.text) for message in reversed(child.known.values()) if message.type == "ai"), None
    )


def _set_times(step: Step) -> None:
    """Set the durations of calls, so that they end in the recorded order."""
    calls = [call for call in step.get("tools", ()) if "__order__" in call]
    for has_steps in (False, True):
        _set_takes([call for call in calls if ("steps" in call) == has_steps])


def _set_takes(calls: Sequence[Step]) -> None:
    least = 0.0
    ordered = sorted(calls, key=lambda call: call["__order__"])
    is_ordered = [id(call) for call in ordered] == [id(call) for call in calls]
    for call in ordered:
        began, done = call.get("__began__"), call.get("__done__")
        takes = 0.0
        if began is not None and done is not None and "__interrupt__" not in call:
            takes = done - began
        takes = takes if takes >= MIN_PAUSE_SECONDS else 0.0
        takes = max(takes, 0.0 if is_ordered else least)
        if takes:
            call["takes"] = duration(takes)
        least = takes + MIN_LEAD_SECONDS


def _subgraphs(group: Sequence[Graph], parent: Graph) -> list[Step]:
    named = [child for child in group if is_node(child.name)]
    for child in group:
        if child not in named:
            parent.turn.lose(
                f"the subgraph {child.name!r} has a name that no scenario may have, so it is left out"
            )
    names = list(dict.fromkeys(child.name for child in named))
    by_name = [_one_or_many([child for child in named if child.name == name], parent) for name in names]
    if len(by_name) < 2:  # noqa: PLR2004
        return by_name
    return [{"parallel": by_name}]


def _one_or_many(children: Sequence[Graph], parent: Graph) -> Step:
    """Return the step of a subgraph that runs once, or once for each item."""
    name = children[0].name
    all_steps = [composed(child) for child in children]
    if len(children) == 1:
        return {"subgraph": name, "steps": all_steps[0] or [NOTHING]}
    items: list[Any] = [child.task for child in children]
    if len(set(items)) < len(items) or not all(items):
        items = [*range(len(children))]
    return {
        "subgraph": name,
        "for_each": [literal(item) for item in items],
        "steps": _merged(all_steps, items, parent) or [NOTHING],
    }


def _merged(all_steps: Sequence[list[Step]], items: Sequence[Any], parent: Graph) -> list[Step]:
    """Return steps for all items: texts that differ become templates."""
    if len({len(steps) for steps in all_steps}) > 1:
        parent.turn.lose("runs of a subgraph with different steps: those of the first one are repeated")
        return all_steps[0]
    return [_value(versions, items, parent) for versions in zip(*all_steps, strict=True)]


def _value(versions: Sequence[Any], items: Sequence[Any], parent: Graph) -> Any:
    """Return one value for all items."""
    first = versions[0]
    if all(version == first for version in versions):
        return first
    if all(isinstance(version, Mapping) for version in versions):
        keys = [key for key in first if all(key in version for version in versions)]
        return {
            key: first[key]
            if key.startswith("__") or key == "speed"
            else _value([version[key] for version in versions], items, parent)
            for key in keys
        }
    if all(isinstance(version, list) and len(version) == len(first) for version in versions):
        return [_value(each, items, parent) for each in zip(*versions, strict=True)]
    if all(isinstance(version, str) for version in versions):
        template = _template(versions, items)
        if template is not None:
            return template
    return f"{{{{ {_expression(dict(zip(items, versions, strict=True)))}[item] }}}}"


def _template(versions: Sequence[str], items: Sequence[Any]) -> str | None:
    """Return a text that has the item in it; `None` if the texts differ otherwise."""
    if not all(isinstance(item, str) for item in items):
        return None
    templates = {text.replace(item, "{{ item }}") for text, item in zip(versions, items, strict=True)}
    return templates.pop() if len(templates) == 1 else None


def _expression(value: Any) -> str:
    """Return the value as an expression of a template."""
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case str():
            return json.dumps(value)
        case dict():
            inside = ", ".join(f"{_expression(key)}: {_expression(each)}" for key, each in value.items())
            return f"{{{inside}}}"
    return f"[{', '.join(map(_expression, value))}]"


def written(steps: Sequence[Step]) -> list[Any]:
    """Return the steps as they are written: without internal keys, and with their pauses."""
    return [each for step in steps for each in _written(step)]


def _written(step: Step) -> Iterator[Any]:
    gap = step.get("__gap__", 0.0)
    if gap >= MIN_PAUSE_SECONDS and {"custom", "ui", "set", "messages", "remove"} & step.keys():
        yield {"wait": duration(gap)}
    yield _plain(step)


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {
                key: written(below) if key == "steps" else _plain(below)
                for key, below in value.items()
                if not key.startswith("__")
            }
        case list():
            return [_plain(below) for below in value]
    return value
