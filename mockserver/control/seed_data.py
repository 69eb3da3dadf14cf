"""Data for a world: threads with messages and runs, assistants, items, crons.

Importing this imports langgraph.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from langchain_core.messages import convert_to_messages

from mockserver.errors import ApiError, InvalidRequest
from mockserver.graphs.thread_states import States
from mockserver.runs import crons
from mockserver.runs.start import run_request, start
from mockserver.state.metadata import client_metadata
from mockserver.state.store_items import Items
from mockserver.state.world import World

Body = Mapping[str, Any]

DEFAULT_GRAPH = "agent"

YEARS_10 = 10 * 365 * 86_400
"""Seconds. Delay of a run that keeps its thread busy."""


async def seed(world: World, owner: str, body: Body) -> dict[str, Any]:
    """Create the data for the owner, and return the ids. Runs are awaited, unless they are delayed.

    Raises:
        InvalidRequest: an entry is invalid; what precedes it was created.

    """
    ids: dict[str, Any] = {"assistants": [], "threads": [], "items": 0, "crons": []}
    for index, assistant in enumerate(body.get("assistants", ())):
        with_field = f"body.assistants.{index}"
        ids["assistants"].append(await _named(with_field, _assistant(world, owner, assistant)))
    threads = [(f"body.threads.{index}", thread) for index, thread in enumerate(body.get("threads", ()))]
    threads += [("body.generate", thread) for thread in generated(body.get("generate", {}))]
    for field, thread in threads:
        ids["threads"].append(await _named(field, _thread(world, owner, thread)))
    for index, item in enumerate(body.get("items", ())):
        await _named(f"body.items.{index}", _item(world, owner, item))
        ids["items"] += 1
    for index, cron in enumerate(body.get("crons", ())):
        ids["crons"].append(await _named(f"body.crons.{index}", _cron(world, owner, cron)))
    return ids


async def _named(field: str, creation: Any) -> Any:
    """Await the creation of an entry; its errors name the field."""
    try:
        return await creation
    except ApiError as error:
        place, _, problem = error.detail.partition(": ")
        if place.partition(".")[0] != "body":
            place, problem = "", error.detail
        raise InvalidRequest(field + place.removeprefix("body"), problem) from error


async def _assistant(world: World, owner: str, body: Body) -> str:
    content = {name: body[name] for name in ("config", "context", "description") if name in body}
    created = world.assistants.create(
        owner,
        assistant_id=body.get("assistant_id") or world.ids.assistant(),
        graph_id=body["graph_id"],
        metadata=client_metadata(body.get("metadata")),
        name=body.get("name", "Untitled"),
        **content,
    )
    return created.assistant_id


async def _item(world: World, owner: str, body: Body) -> None:
    Items(world.stores.of(owner)).put(body["namespace"], body["key"], body["value"], body.get("ttl"))


async def _cron(world: World, owner: str, body: Body) -> str:
    thread_id = body.get("thread_id")
    if thread_id:
        world.threads.get(owner, thread_id)
    content = {name: value for name, value in body.items() if name != "thread_id"}
    return crons.create(world, owner, content, thread_id=thread_id).cron_id


async def _thread(world: World, owner: str, body: Body) -> str:
    thread_id = body.get("thread_id") or world.ids.thread(world.clock.now())
    metadata = client_metadata(body.get("metadata"))
    ttl = body.get("ttl")
    for index, given in enumerate(body.get("messages", ())):
        must_be_message(f"body.messages.{index}", given)
    if updates := [*state_updates(body)]:
        metadata = {**metadata, "graph_id": body.get("graph_id", DEFAULT_GRAPH)}
        create = States(world).create
        await create(owner, thread_id, updates, if_exists="raise", metadata=metadata, ttl=ttl)
    else:
        world.threads.create(owner, thread_id=thread_id, metadata=metadata, ttl=ttl)
    for index, run in enumerate(body.get("runs", ())):
        await _named(f"body.runs.{index}", _run(world, owner, thread_id, run))
    return thread_id


def must_be_message(field: str, given: Any) -> None:
    try:
        convert_to_messages([given])
    except (ValueError, TypeError, NotImplementedError) as error:
        raise InvalidRequest(field, str(error).partition("\n")[0]) from error


async def _run(world: World, owner: str, thread_id: str, body: Body) -> None:
    started = await start(world, run_request(world, owner, thread_id, body))
    if not body.get("after_seconds"):
        await started.log.finished()


def state_updates(body: Body) -> Iterator[dict[str, Any]]:
    """Yield one superstep per message or for the values, then one that ends the run."""
    states = [{"messages": [message]} for message in body.get("messages", ())]
    states += [body["values"]] if body.get("values") else []
    for values in states:
        yield {"updates": [{"values": values, "as_node": "__start__"}]}
    if states:
        yield {"updates": [{"values": None, "as_node": "__end__"}]}


def generated(generators: Body) -> Iterator[dict[str, Any]]:
    """Yield the threads of the generators."""
    for number in range(1, generators.get("threads", 0) + 1):
        yield thread_of("conversation", conversation(2, f"Question {number}"), number=number)
    if length := generators.get("long_thread", 0):
        yield thread_of("long thread", conversation(length, "Question"))
    if generators.get("statuses"):
        yield thread_of("idle", conversation(2, "Hello"), status="idle")
        delayed = [run_of("agent", "Hello", after_seconds=YEARS_10)]
        yield thread_of("busy", conversation(2, "Hello"), runs=delayed, status="busy")
        yield thread_of("interrupted", runs=[run_of("hitl", "Hello")], status="interrupted")
        yield thread_of("error", runs=[run_of("failing", "Hello")], status="error")
    if generators.get("interrupts"):
        yield thread_of("any value", runs=[run_of("hitl", "Hello")], interrupt="value")
        yield thread_of("choice", runs=[run_of("agent", "ask me")], interrupt="choice")
        approval = [run_of("agent", "interrupt me")]
        yield thread_of("approval of a tool call", runs=approval, interrupt="approval")
        before = [run_of("nested", "Hello", interrupt_before=["sign"])]
        yield thread_of("breakpoint before a node", runs=before, interrupt="before")
        after = [run_of("nested", "Hello", interrupt_after=["child"])]
        yield thread_of("breakpoint after a node", runs=after, interrupt="after")


def thread_of(title: str, messages: Any = (), runs: Any = (), **metadata: Any) -> dict[str, Any]:
    return {"messages": messages, "runs": runs, "metadata": {"title": title, **metadata}}


def run_of(graph_id: str, text: str, **more: Any) -> dict[str, Any]:
    return {"assistant_id": graph_id, "input": {"messages": [message("human", text)]}, **more}


def conversation(length: int, text: str) -> list[dict[str, Any]]:
    return [
        message("ai", f"Answer {number // 2 + 1}.")
        if number % 2
        else message("human", f"{text} {number // 2 + 1}")
        for number in range(length)
    ]


def message(kind: str, content: str) -> dict[str, Any]:
    return {"type": kind, "content": content}
