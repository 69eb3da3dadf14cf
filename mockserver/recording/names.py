"""Names that scenarios accept."""

import re
from collections.abc import Callable, Iterator, Sequence

from mockserver.recording.model_step import Step
from mockserver.scenarios.steps import RESERVED_NODES

NODE = re.compile(r"[A-Za-z_][A-Za-z0-9_.\- ]{0,99}")
ERROR = re.compile(r"[A-Za-z_]\w*", re.ASCII)
EVENT = re.compile(r"[A-Za-z0-9_.\-]+")
DEFAULT_NODE = "agent"


def is_node(name: str) -> bool:
    return bool(NODE.fullmatch(name)) and name not in RESERVED_NODES


def usable_node(name: str | None) -> dict[str, str]:
    """Return the field `node` of a step, unless it is the default or not a name that a step may have."""
    return {"node": name} if name and name != DEFAULT_NODE and is_node(name) else {}


def error_class(name: str) -> bool:
    return bool(ERROR.fullmatch(name)) and name != "RuntimeError"


def is_event_name(name: str) -> bool:
    return bool(EVENT.fullmatch(name))


def with_own_names(steps: list[Step], lose: Callable[[str], None]) -> None:
    """Rename subgraphs whose name a node of another kind has in their graph."""
    here = [*_of_graph(steps)]
    kinds = {step["node"]: "node" for step in here if "node" in step and "for_each" not in step}
    kinds[DEFAULT_NODE] = "node"
    graphs: dict[str, list[Step]] = {}
    for step in here:
        if (key := _own_key(step)) is None:
            continue
        name, kind = step[key], f"own {key}"
        names = (name, *(f"{name}_{number}" for number in range(2, len(here) + 3)))
        step[key] = next(free for free in names if kinds.setdefault(free, kind) == kind)
        if step[key] != name:
            lose(f"the node {name!r} has the name {step[key]!r}, because another step has its name")
        if key == "subgraph":
            graphs.setdefault(step[key], []).extend(step["steps"])
    for inner in graphs.values():
        with_own_names(inner, lose)
    for step in here:
        for call in step.get("tools", ()):
            if call.get("steps"):
                with_own_names(call["steps"], lose)


def _of_graph(steps: Sequence[Step]) -> Iterator[Step]:
    """Yield the steps of a graph, those after answers and parallel ones, too."""
    for step in steps:
        yield step
        yield from _of_graph(step.get("parallel", ()))
        for answer in step.get("answers", ()):
            yield from _of_graph(answer["steps"])


def _own_key(step: Step) -> str | None:
    """Return the key of the name of a node that is a subgraph or a task for each item."""
    if "subgraph" in step:
        return "subgraph"
    return "node" if "for_each" in step else None
