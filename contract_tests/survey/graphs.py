"""The graphs of the target: how runs name them, and what each of them does."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from contract_tests.client.stream import StreamedExchange
from contract_tests.contract import Json
from contract_tests.findings.replay import ANY_UUID
from contract_tests.findings.survey import ROLES, GraphFacts, Role
from contract_tests.harness.graphs import DEFAULT, GREETING, GREETING_INPUT
from contract_tests.survey.session import Session, field_of, list_at, text_at, value_at

MAX_GRAPHS = 8
"""Number of graphs after which no others are run."""

TOKENS = 3
"""Pieces of one message from which on a graph streams tokens; a node may also send whole messages."""

RUN_SECONDS = 30.0
"""Seconds to wait for a run."""

SLOW_SECONDS = 0.5
"""Duration of a run from which its graph counts as slow."""

SLOW_FACTOR = 3
"""Factor by which a run of a slow graph is slower than one of the fastest graph."""

ERROR = "error"
"""Part of the name of an event that reports a failure; some targets send it under a name of their own."""

MODES = ["values", "updates", "messages-tuple"]


@dataclass(frozen=True)
class Ran:
    """Observations on one run."""

    accepted: bool
    values: Json = None
    pieces: int = 0
    """Number of events with parts of the same message."""
    steps: int = 0
    asks: bool = False
    fails: bool = False
    seconds: float = 0.0


@dataclass(frozen=True)
class Candidate:
    """Graph that the target may have."""

    name: str
    """Name of the graph; for an assistant that an option names and no search finds, its id."""
    assistant_id: str = ""
    """Id of an assistant that runs it; empty if no search finds one."""
    is_assistant: bool = False
    """True if an option names the assistant, not the graph."""
    is_guess: bool = False
    """True if neither an option nor a search names the graph."""


def find_graphs(session: Session) -> tuple[tuple[GraphFacts, ...], dict[Role, GraphFacts]]:
    """Run the graphs of the options, those with the usual names, and others until each role has one."""
    found = _searched(session)
    named = {
        role: _named(session, name, found)
        for role in ROLES
        if (name := session.run_context.graphs.named.get(role))
    }
    usual = [Candidate(name, found.get(name, ""), is_guess=name not in found) for name in DEFAULT.values()]
    others = [Candidate(*each) for each in found.items() if each[0] not in DEFAULT.values()]
    known: dict[Candidate, GraphFacts] = {}
    tried: set[str] = set()
    for each in (*named.values(), *usual, *others):
        is_enough = each in others and (
            len(known) >= MAX_GRAPHS or len(dict(_roles(known, named))) == len(ROLES)
        )
        if each.name in tried or is_enough:
            continue
        tried.add(each.name)
        if facts := _facts(session, each):
            known[each] = facts
    roles = dict(_roles(known, named))
    return tuple(known.values()), _confirmed(session, roles, known, named)


def _searched(session: Session) -> dict[str, str]:
    """Return the id of an assistant for each graph that a search finds, if possible the graph's own one."""
    found: dict[str, str] = {}
    listed = list_at(field_of(session.send("search_assistants", body={"limit": 100})))
    for each in sorted(listed, key=lambda each: value_at(each, "metadata", "created_by") != "system"):
        graph, assistant_id = value_at(each, "graph_id"), value_at(each, "assistant_id")
        if isinstance(graph, str) and isinstance(assistant_id, str):
            found.setdefault(graph, assistant_id)
    return found


def _named(session: Session, name: str, found: Mapping[str, str]) -> Candidate:
    """Return the graph that an option names by its name, or by the id of an assistant."""
    if not ANY_UUID.fullmatch(name):
        return Candidate(name, found.get(name, ""))
    graph = text_at(session.send("get_assistant", path={"assistant_id": name}), "graph_id")
    return Candidate(graph or name, name, is_assistant=True)


def _ids(session: Session, graph: Candidate) -> Iterator[str]:
    """Yield what a run may accept: the graph's name, the id of its assistant, or the id of a new one.

    The new assistant stays until the end of the run.
    """
    if not graph.is_assistant:
        yield graph.name
    if graph.assistant_id:
        yield graph.assistant_id
    elif created := session.keep_assistant(graph.name):
        yield created


def _facts(session: Session, graph: Candidate) -> GraphFacts | None:
    for accepted_id in _ids(session, graph):
        graph_input: Json = _greeting(graph.name)
        ran = _run(session, accepted_id, graph_input)
        if not ran.accepted:
            continue
        if not graph.assistant_id and not _is_default(graph, ran) and (ran.fails or graph.is_guess):
            is_run_like_any = accepted_id == graph.name and _is_like_an_unknown_one(session, ran)
            if is_run_like_any or (accepted_id != graph.name and _creates_anything(session)):
                return None  # the run proves nothing about the name
        if not _keeps_messages(ran.values) and not ran.asks:
            other = _sample_input(session, graph.assistant_id or accepted_id)
            again = _run(session, accepted_id, other) if other is not None else ran
            if again.accepted and not again.fails:
                ran, graph_input = again, other or graph_input
        return GraphFacts(
            name=graph.name,
            assistant_id=accepted_id,
            other_assistant_id=_others_id(session, graph.name, accepted_id),
            is_named=graph.is_assistant or accepted_id == graph.name,
            keeps_messages=_keeps_messages(ran.values),
            streams_tokens=ran.pieces >= TOKENS,
            steps=ran.steps,
            asks=ran.asks,
            fails=ran.fails,
            seconds=ran.seconds,
            input=graph_input,
            listed_id=graph.assistant_id,
        )
    return None


def _is_default(graph: Candidate, ran: Ran) -> bool:
    """Return whether the run is that of the graph which the target runs under any name."""
    return graph.name == DEFAULT["assistant"] and ran.values is not None and not ran.fails


def _others_id(session: Session, name: str, assistant_id: str) -> str:
    """Return the id of an assistant of the second owner, if the first owner's is hidden from it."""
    if assistant_id == name or len(session.run_context.target.identities) < 2:  # noqa: PLR2004 - two identities
        return ""
    seen = session.send("get_assistant", path={"assistant_id": assistant_id}, owner="other")
    return "" if seen is None or seen.ok else session.keep_assistant(name, "other")


def _is_like_an_unknown_one(session: Session, ran: Ran) -> bool:
    """Return whether the target also runs an assistant that does not exist, with the same end."""
    if session.unknown_run is None:
        session.unknown_run = _run(session, session.ctx.new_id(), _greeting(""))
    unknown: Ran = session.unknown_run
    return unknown.accepted and (unknown.asks, unknown.fails) == (ran.asks, ran.fails)


def _creates_anything(session: Session) -> bool:
    """Return whether the target creates an assistant of a graph that does not exist."""
    if session.creates_anything is None:
        body = {"graph_id": "no-such-graph", "metadata": session.ctx.mark}
        session.creates_anything = bool(text_at(session.send("create_assistant", body=body), "assistant_id"))
        session.last.pop("create_assistant", None)
    return session.creates_anything


def _confirmed(
    session: Session,
    roles: dict[Role, GraphFacts],
    known: Mapping[Candidate, GraphFacts],
    named: Mapping[Role, Candidate],
) -> dict[Role, GraphFacts]:
    """Return the roles without a graph that was slow once only, such as the first one on a new server."""
    slow = roles.get("slow")
    if slow is None or "slow" in named or slow.name == DEFAULT["slow"]:
        return roles
    fastest = min(each.seconds for each in known.values())
    again = replace(slow, seconds=_run(session, slow.assistant_id, slow.input).seconds)
    return roles if fits(again, "slow", fastest) else {role: roles[role] for role in roles if role != "slow"}


def _greeting(name: str) -> dict[str, Json]:
    # The slow graph of the mock takes as long as its input says.
    duration = {"seconds": 2 * SLOW_SECONDS, "steps": 2} if name == DEFAULT["slow"] else {}
    return {**GREETING_INPUT, **duration}


def _run(session: Session, assistant_id: str, graph_input: Json) -> Ran:
    """Run a graph on a new thread by a stream, or by a wait if the target has no streams.

    The duration is without the round trip.
    """
    thread_id = session.unused_thread_id or session.create_thread()
    session.unused_thread_id = thread_id
    path = {"thread_id": thread_id}
    kind = "thread_run" if thread_id else "run"
    body = {"assistant_id": assistant_id, "input": graph_input, "metadata": session.ctx.mark}
    started = time.monotonic()
    streamed = session.send(
        f"stream_{kind}",
        path=path if thread_id else {},
        body={**body, "stream_mode": MODES},
        at_most=RUN_SECONDS,
    )
    if streamed is not None and streamed.ok and streamed.is_stream:
        took = time.monotonic() - started
        if streamed.events and not streamed.is_complete:  # it may stay open after the run
            took = streamed.events[-1].at
        ran = _of_stream(streamed, took)
    else:
        started = time.monotonic()
        waited = session.send(f"wait_{kind}", path=path if thread_id else {}, body=body, at_most=RUN_SECONDS)
        ran = _of_wait(waited, time.monotonic() - started)
    if not ran.accepted:
        return ran
    session.unused_thread_id = ""
    ran = replace(ran, seconds=max(0.0, ran.seconds - session.ctx.round_trip))
    if not thread_id:
        return ran
    ran, checkpoint_id = _with_state(session, path, ran)
    if not ran.fails:
        session.runs[assistant_id] = thread_id, checkpoint_id
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
    pieces = Counter(each["id"] for each in texts if isinstance(each.get("id"), str))
    asks = any(isinstance(each, Mapping) and each.get("__interrupt__") for each in (*values, *updates))
    return Ran(
        accepted=True,
        values=values[-1] if values else None,
        pieces=max(pieces.values(), default=0),
        steps=sum(isinstance(each, Mapping) and "__interrupt__" not in each for each in updates),
        asks=asks,
        fails=any(ERROR in event.name for event in streamed.events),
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


def _with_state(session: Session, path: Mapping[str, str], ran: Ran) -> tuple[Ran, str]:
    """Complete what was seen of the run by the state of its thread, and return its checkpoint."""
    state = session.send("get_state", path=path)
    asks = ran.asks or any(value_at(each, "interrupts") for each in list_at(field_of(state), "tasks"))
    fails = ran.fails
    if not asks and not fails:
        status = text_at(session.send("get_thread", path=path), "status")
        asks, fails = status == "interrupted", status == "error"
    seen = replace(ran, values=field_of(state, "values") or ran.values, asks=asks, fails=fails)
    return seen, text_at(state, "checkpoint", "checkpoint_id")


def _keeps_messages(values: Json) -> bool:
    """Return whether the state has the message that was sent."""
    return any(GREETING in str(value_at(each, "content")) for each in list_at(values, "messages"))


def _sample_input(session: Session, assistant_id: str) -> Json:
    """Return an input by the schema of the graph; `None` if the target does not describe it."""
    if not ANY_UUID.fullmatch(assistant_id):
        return None
    schemas = session.send("get_assistant_schemas", path={"assistant_id": assistant_id})
    properties = field_of(schemas, "input_schema", "properties")
    if not isinstance(properties, dict):
        return None
    return {str(name): _sample(each) for name, each in properties.items() if isinstance(each, dict)} or None


def _sample(schema: Mapping[str, Json]) -> Json:
    if isinstance(schema.get("default"), str | int | float | bool):
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
    known: Mapping[Candidate, GraphFacts], named: Mapping[Role, Candidate]
) -> Iterator[tuple[Role, GraphFacts]]:
    """Yield the graph for each role: the one that an option names, the usual one, or the first that fits."""
    fastest = min((each.seconds for each in known.values()), default=0.0)
    for role in ROLES:
        if role in named:
            fitting = [facts for each, facts in known.items() if each.name == named[role].name]
        else:
            # A target that runs any name also runs the usual one, though it lists others.
            usual = sorted(known.values(), key=lambda each: (not each.listed_id, each.name != DEFAULT[role]))
            fitting = [each for each in usual if fits(each, role, fastest)]
        if fitting:
            yield role, fitting[0]


def fits(graph: GraphFacts, role: Role, fastest: float) -> bool:
    """Return whether the graph does what the role needs. `fastest` is the duration of the fastest graph."""
    match role:
        case "assistant":
            return graph.keeps_messages and not graph.asks and not graph.fails
        case "hitl":
            return graph.asks
        case "failing":
            return graph.fails
    # The load that delays the fastest graph must not hide the one with the usual name.
    is_usual = graph.name == DEFAULT["slow"]
    is_slow = graph.seconds >= max(SLOW_SECONDS, 0.0 if is_usual else SLOW_FACTOR * fastest)
    return is_slow and not graph.fails and not graph.asks
