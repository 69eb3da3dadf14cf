"""The graphs of the target: how runs name them, and what each of them does."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from contract_tests.client.stream import StreamedExchange
from contract_tests.contract import Json
from contract_tests.findings.survey import ROLES, GraphFacts, Role
from contract_tests.harness.graphs import DEFAULT
from contract_tests.survey.session import Session, field_of, text_at, value_at

MAX_GRAPHS = 8
"""Maximum number of graphs that are run."""

RUN_SECONDS = 30.0
"""Seconds to wait for a run."""

SLOW_SECONDS = 0.5
"""Duration of a run from which its graph counts as slow."""

SLOW_FACTOR = 3
"""How much longer a run of a slow graph takes than one of the quickest graph."""

GREETING = "hello"

MODES = ["values", "updates", "messages-tuple"]


@dataclass(frozen=True)
class Ran:
    """Observations of one run."""

    accepted: bool
    values: Json = None
    chunks: int = 0
    steps: int = 0
    asks: bool = False
    fails: bool = False
    seconds: float = 0.0


def find_graphs(session: Session) -> tuple[tuple[GraphFacts, ...], dict[Role, GraphFacts]]:
    """Run the graphs that the options name, that have the usual names, or that a search finds."""
    named = {role: session.run_context.graphs.named.get(role) for role in ROLES}
    found = _searched(session)
    wanted = [*filter(None, named.values()), *DEFAULT.values(), *found]
    facts = [_facts(session, name, found.get(name)) for name in dict.fromkeys(wanted[: MAX_GRAPHS * 2])]
    known = tuple(each for each in facts if each is not None)
    return known, dict(_roles(known, named))


def _searched(session: Session) -> dict[str, str]:
    """Return the id of an assistant for each graph that a search finds."""
    listed = session.send("search_assistants", body={"limit": 100})
    items = field_of(listed)
    found: dict[str, str] = {}
    for each in items if isinstance(items, list) else ():
        graph, assistant_id = value_at(each, "graph_id"), value_at(each, "assistant_id")
        if isinstance(graph, str) and isinstance(assistant_id, str):
            found.setdefault(graph, assistant_id)
    return found


def _ids(session: Session, name: str, assistant_id: str | None) -> Iterator[str]:
    """Yield what a run may accept: the graph's name, the id of its assistant, or the id of a new one.

    The new assistant stays until the end of the run.
    """
    yield name
    if assistant_id is not None:
        yield assistant_id
    elif created := text_at(session.keep("create_assistant", graph_id=name), "assistant_id"):
        yield created


def _facts(session: Session, name: str, assistant_id: str | None) -> GraphFacts | None:
    for accepted_id in _ids(session, name, assistant_id):
        ran = _run(session, accepted_id, _greeting(name))
        if not ran.accepted:
            continue
        graph_input = _greeting(name)
        if (
            ran.fails
            and not _messages(ran.values)
            and (other := _sample_input(session, assistant_id or name))
        ):
            again = _run(session, accepted_id, other)
            if again.accepted and not again.fails:
                ran, graph_input = again, other
        return GraphFacts(
            name=name,
            assistant_id=accepted_id,
            is_named=accepted_id == name,
            keeps_messages=_keeps_messages(ran.values),
            streams_tokens=ran.chunks > 1,
            steps=ran.steps,
            asks=ran.asks,
            fails=ran.fails,
            seconds=ran.seconds,
            input=graph_input,
        )
    return None


def _greeting(name: str) -> dict[str, Json]:
    messages = {"messages": [{"type": "human", "content": GREETING}]}
    # The slow graph of the mock takes as long as its input says.
    return {**messages, "seconds": 2 * SLOW_SECONDS, "steps": 2} if name == DEFAULT["slow"] else messages


def _run(session: Session, assistant_id: str, graph_input: Json) -> Ran:
    """Run a graph on a new thread by a stream, or by a wait if the target has no streams."""
    path = {"thread_id": session.create_thread()}
    body = {"assistant_id": assistant_id, "input": graph_input, "metadata": session.trial.mark}
    started = time.monotonic()
    streamed = session.send(
        "stream_thread_run", path=path, body={**body, "stream_mode": MODES}, at_most=RUN_SECONDS
    )
    if streamed is not None and streamed.ok and streamed.is_stream:
        ran = _of_stream(streamed, time.monotonic() - started)
    else:
        waited = session.send("wait_thread_run", path=path, body=body, at_most=RUN_SECONDS)
        ran = _of_wait(waited, time.monotonic() - started)
    if ran.accepted:
        ran = _with_state(session, path, ran)
    if ran.accepted and not ran.fails and not session.thread_id:
        session.thread_id = path["thread_id"]
    return ran


def _of_stream(streamed: StreamedExchange, seconds: float) -> Ran:
    values = [event.data for event in streamed.events if event.name == "values"]
    updates = [event.data for event in streamed.events if event.name == "updates"]
    chunks = [
        event.data[0]
        for event in streamed.events
        if event.name == "messages" and isinstance(event.data, list) and event.data
    ]
    texts = [each for each in chunks if isinstance(each, Mapping) and each.get("content")]
    asks = any(isinstance(each, Mapping) and each.get("__interrupt__") for each in (*values, *updates))
    return Ran(
        accepted=True,
        values=values[-1] if values else None,
        chunks=len(texts),
        steps=sum(isinstance(each, Mapping) and "__interrupt__" not in each for each in updates),
        asks=asks,
        fails=any(event.name == "error" for event in streamed.events),
        seconds=seconds,
    )


def _of_wait(waited: StreamedExchange | None, seconds: float) -> Ran:
    if waited is None or not waited.ok:
        return Ran(accepted=False)
    values = waited.json
    if isinstance(value_at(values, "values"), dict):
        values = value_at(values, "values")
    is_error = isinstance(values, Mapping) and "__error__" in values
    asks = isinstance(values, Mapping) and bool(values.get("__interrupt__"))
    return Ran(True, values, asks=asks, fails=is_error, seconds=seconds)


def _with_state(session: Session, path: Mapping[str, str], ran: Ran) -> Ran:
    """Complete what was seen of the run by the state of its thread."""
    state = session.send("get_state", path=path)
    values = field_of(state, "values")
    tasks = field_of(state, "tasks")
    interrupts = [value_at(each, "interrupts") for each in tasks] if isinstance(tasks, list) else []
    if not session.checkpoint_id and not ran.fails:
        session.checkpoint_id = text_at(state, "checkpoint", "checkpoint_id")
    status = text_at(session.send("get_thread", path=path), "status")
    return replace(
        ran,
        values=values or ran.values,
        asks=ran.asks or any(interrupts) or status == "interrupted",
        fails=ran.fails or status == "error",
    )


def _keeps_messages(values: Json) -> bool:
    """Return whether the state has the message that was sent, and something in response."""
    return any(GREETING in str(value_at(each, "content")) for each in _messages(values))


def _messages(values: Json) -> Sequence[Json]:
    messages = value_at(values, "messages")
    return messages if isinstance(messages, list) else ()


def _sample_input(session: Session, assistant_id: str) -> Json:
    """Return an input by the schema of the graph; `None` if the target does not describe it."""
    if assistant_id in DEFAULT.values():
        return None
    schemas = session.send("get_assistant_schemas", path={"assistant_id": assistant_id})
    properties = field_of(schemas, "input_schema", "properties")
    if not isinstance(properties, dict):
        return None
    return {name: _sample(each) for name, each in properties.items() if isinstance(each, dict)} or None


def _sample(schema: Mapping[str, Json]) -> Json:
    if "default" in schema:
        return schema["default"]
    samples: dict[str, Json] = {
        "string": "hello",
        "integer": 1,
        "number": 1.0,
        "boolean": True,
        "array": [],
        "object": {},
    }
    return samples.get(str(schema.get("type")))


def _roles(
    known: Sequence[GraphFacts], named: Mapping[Role, str | None]
) -> Iterator[tuple[Role, GraphFacts]]:
    """Yield the graph for each role: the one that an option names, the usual one, or the first that fits."""
    quickest = min((each.seconds for each in known), default=0.0)
    for role in ROLES:
        if name := named[role]:
            fitting = [each for each in known if each.name == name]
        else:
            usual = sorted(known, key=lambda each: each.name != DEFAULT[role])
            fitting = [each for each in usual if fits(each, role, quickest)]
        if fitting:
            yield role, fitting[0]


def fits(graph: GraphFacts, role: Role, quickest: float) -> bool:
    """Return whether the graph does what the role needs. `quickest` is the duration of the fastest graph."""
    match role:
        case "assistant":
            return graph.keeps_messages and not graph.asks and not graph.fails
        case "hitl":
            return graph.asks
        case "failing":
            return graph.fails
    is_slow = graph.seconds >= max(SLOW_SECONDS, SLOW_FACTOR * quickest)
    return is_slow and not graph.fails and not graph.asks
