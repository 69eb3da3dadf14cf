"""Runs on a thread: start, follow, cancel, list."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import human_message, message_ids, read_state
from contract_tests.client.exchange import Exchange
from contract_tests.client.operation_request import OperationRequest
from contract_tests.client.stream import Reader, StreamedExchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked, Skipped
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually
from contract_tests.operation_groups import STARTING_ON_A_THREAD

CANCELLING = ("cancel_thread_run", "cancel_runs")

NAMING_A_RUN = (
    "get_thread_run",
    "delete_thread_run",
    "join_thread_run",
    "join_thread_run_stream",
    "cancel_thread_run",
)

ABOUT_RUNS = (*NAMING_A_RUN, *STARTING_ON_A_THREAD, "list_thread_runs", "cancel_runs")


def run_for_operation(ctx: CheckContext, *, other: bool = False) -> Any:
    """Return a run for the operation under test: a pending one if it cancels runs, else an ended one."""
    stopping = ctx.operation.id in CANCELLING
    return pending_run(ctx, other=other) if stopping else cancelled_run(ctx, other=other)


def request_about(ctx: CheckContext, run: Mapping[str, Json]) -> OperationRequest:
    """Return the request that applies the operation under test to the run."""
    on_thread = {"thread_id": run["thread_id"]}
    if ctx.operation.id == "cancel_runs":
        return OperationRequest(body={**on_thread, "run_ids": [run["run_id"]]})
    if ctx.operation.id in STARTING_ON_A_THREAD:
        return OperationRequest(on_thread, body=run_body(ctx))
    return OperationRequest(run_path(run) if ctx.operation.id in NAMING_A_RUN else on_thread)


PENDING_SECONDS = 600
"""Seconds until a run starts that must stay pending, longer than any check takes."""

START_DELAYS_SECONDS = (0.3, 1.0, 3.0, 9.0, 27.0)
"""Seconds until a run starts that must first be seen pending; the first sufficient value is used."""

SLOW_RUN_SECONDS = (0.6, 3.0, 12.0)
"""Duration in seconds of a run that must be seen running; the first sufficient value is used."""

DEFAULT_SLOW_SECONDS = 5.0
"""Default duration of the slow graph in seconds."""

ROUND_TRIPS = 10
"""Number of round trips to the target that must be possible before a run changes by itself."""


def messages_input(*message_ids: str) -> dict[str, Json]:
    """Return input for a graph that keeps messages."""
    return {"messages": [human_message(message_id) for message_id in message_ids]}


TOOL_INPUT = {"messages": [{"type": "human", "id": "m1", "content": "tool please"}]}
"""Input that makes a graph with tools take several steps."""

STATES_OF_TWO_STEPS = 4
"""Number of states that a run with two steps creates."""


def run_body(ctx: CheckContext, **body: Json) -> dict[str, Json]:
    """Return a body that starts a run; by default it runs the assistant with the message `m1`."""
    marked = {**body.get("metadata", {}), **ctx.mark}
    return {
        "assistant_id": ctx.graph_for("assistant"),
        "input": messages_input("m1"),
        **body,
        "metadata": marked,
    }


def create_run(ctx: CheckContext, thread_id: str, *, other: bool = False, **body: Json) -> Any:
    """Start a run on a thread without waiting for it, by default of the assistant, and return it."""
    marked = {**body.get("metadata", {}), **ctx.mark}
    whole = {"assistant_id": ctx.graph_for("assistant"), **body, "metadata": marked}
    path = {"thread_id": thread_id}
    return ctx.need(ctx.call("create_thread_run", path=path, body=whole, other=other)).json


def finished(ctx: CheckContext, thread_id: str, run_id: str) -> Any:
    """Wait for a run and return it."""
    path = {"thread_id": thread_id, "run_id": run_id}
    ctx.need(ctx.call("join_thread_run", path=path))
    return ctx.need(ctx.call("get_thread_run", path=path)).json


def start_run(
    ctx: CheckContext, thread_id: str, operation_id: str = "create_thread_run", **body: Json
) -> Exchange:
    """Start a run on the thread through any operation; the response may be an error."""
    return ctx.call(operation_id, path={"thread_id": thread_id}, body=run_body(ctx, **body))


def pending_run(ctx: CheckContext, thread_id: str | None = None, *, other: bool = False, **body: Json) -> Any:
    """Create a run that stays pending, on a new thread if none is given."""
    path = {"thread_id": thread_id or create_thread(ctx, other=other)["thread_id"]}
    whole = run_body(ctx, **{"after_seconds": PENDING_SECONDS, **body})
    return ctx.need(ctx.call("create_thread_run", path=path, body=whole, other=other)).json | path


def start_delays(ctx: CheckContext) -> tuple[float, ...]:
    """Return the start delays that leave enough time for requests to this target."""
    enough = tuple(each for each in START_DELAYS_SECONDS if each >= ROUND_TRIPS * ctx.round_trip)
    return enough or START_DELAYS_SECONDS[-1:]


def run_starting_soon(ctx: CheckContext, **body: Json) -> Any:
    """Return a pending run that will start soon."""
    with joined_run(ctx, readers=0, **body) as (run, _):
        return run


@contextmanager
def joined_run(ctx: CheckContext, readers: int, **body: Json) -> Iterator[tuple[Any, Sequence[Reader]]]:
    """Yield a pending run that will start soon, and readers that have joined it already."""
    thread_id = create_thread(ctx)["thread_id"]
    said = len(ctx.exchanges)
    for seconds in start_delays(ctx):
        del ctx.exchanges[said:]
        run = pending_run(ctx, thread_id, after_seconds=seconds, **body)
        with ExitStack() as stack:
            joining = (ctx.open_stream("join_thread_run_stream", path=run_path(run)) for _ in range(readers))
            joined = [stack.enter_context(each) for each in joining]
            for reader in joined:
                ctx.need(reader.exchange)
            seen = read_run(ctx, run)
            if seen.json["status"] == "pending":
                yield run, joined
                return
        finished(ctx, thread_id, run["run_id"])
    raise Blocked("a run with after_seconds starts too early to follow it", seen)


def slow_inputs(ctx: CheckContext) -> Iterator[dict[str, Json]]:
    """Yield inputs for a run that must be seen running, longer ones if the target is slow.

    The built-in graph reads the duration; other graphs take as long as they take.
    """
    for seconds in SLOW_RUN_SECONDS:
        yield {**messages_input("m1"), "seconds": seconds, "steps": 3}
        if seconds >= 2 * ROUND_TRIPS * ctx.round_trip:
            return


def slow_input(ctx: CheckContext, message_id: str) -> dict[str, Json]:
    """Return input for a run that will be changed while it runs."""
    enough = 6 * ROUND_TRIPS * ctx.round_trip
    longer = {"seconds": round(enough), "steps": 5} if enough > DEFAULT_SLOW_SECONDS else {}
    return {**messages_input(message_id), **longer}


def cancelled_run(ctx: CheckContext, *, other: bool = False) -> Any:
    """Return a run that was cancelled before it started."""
    path = run_path(run := pending_run(ctx, other=other))
    ctx.need(ctx.call("cancel_thread_run", path=path, other=other))
    ended = eventually(
        ctx,
        lambda: ctx.need(ctx.call("get_thread_run", path=path, other=other)),
        lambda it: it.json["status"] != "pending",
    )
    if ended.json["status"] == "pending":
        raise Blocked("a run can't be cancelled", ended)
    return run


def run_to_end(ctx: CheckContext, thread_id: str | None = None, **body: Json) -> Any:
    """Run a graph to its end, successful or not, and return the run."""
    thread_id = thread_id or create_thread(ctx)["thread_id"]
    run = ctx.need(start_run(ctx, thread_id, **body)).json
    return finished(ctx, thread_id, run["run_id"])


def run_to_success(ctx: CheckContext, thread_id: str | None = None, **body: Json) -> Any:
    """Run a graph to its end and return the run. Raises Blocked unless it succeeds."""
    run = run_to_end(ctx, thread_id, **body)
    if run["status"] != "success":
        raise Blocked(f"a run ended with the status {run['status']}", ctx.exchanges[-1])
    return run


def running_run(ctx: CheckContext, thread_id: str | None = None) -> Any:
    """Return a running run that has already written its input."""
    thread_id = thread_id or create_thread(ctx)["thread_id"]
    run = ctx.need(
        start_run(ctx, thread_id, assistant_id=ctx.graph_for("slow"), input=slow_input(ctx, "m9"))
    ).json
    seen = eventually(ctx, lambda: read_run(ctx, run), lambda it: it.json["status"] != "pending")
    if seen.json["status"] != "running":
        raise Blocked(f"a slow run has the status {seen.json['status']}, not running", seen)
    state = eventually(ctx, lambda: read_state(ctx, thread_id), lambda it: "m9" in message_ids(it.json))
    if "m9" not in message_ids(state.json):
        raise Blocked("a running run writes no state", state)
    return run


def wait_for_run(ctx: CheckContext, thread_id: str, **body: Json) -> Exchange:
    """Start a run and wait for its values."""
    return ctx.need(start_run(ctx, thread_id, "wait_thread_run", **body))


def stream_run(ctx: CheckContext, thread_id: str, **body: Json) -> StreamedExchange:
    """Start a run and read its whole stream."""
    path = {"thread_id": thread_id}
    exchange = ctx.stream("stream_thread_run", path=path, body=run_body(ctx, **body))
    ctx.need(exchange)
    if not exchange.is_complete:
        raise Blocked("the stream of a run does not end", exchange)
    return exchange


def run_path(run: Mapping[str, Json]) -> dict[str, str]:
    """Return the path parameters of a run."""
    return {"thread_id": run["thread_id"], "run_id": run["run_id"]}


def read_run(ctx: CheckContext, run: Mapping[str, Json], *, other: bool = False) -> Exchange:
    return ctx.need(ctx.call("get_thread_run", path=run_path(run), other=other))


def cancel_run(ctx: CheckContext, run: Mapping[str, Json], **query: Json) -> Exchange:
    """Cancel a run. Raises Blocked if the target refuses."""
    return ctx.need(ctx.call("cancel_thread_run", path=run_path(run), query=query))


def list_runs(ctx: CheckContext, thread_id: str, *, other: bool = False, **query: Json) -> Exchange:
    path = {"thread_id": thread_id}
    return ctx.need(ctx.call("list_thread_runs", path=path, query=query, other=other))


def enqueue_runs(ctx: CheckContext, count: int) -> tuple[str, list[Any]]:
    """Create a thread with this number of pending runs; return its id and the runs, oldest first."""
    thread_id = create_thread(ctx)["thread_id"]
    return thread_id, [pending_run(ctx, thread_id, multitask_strategy="enqueue") for _ in range(count)]


def run_numbers(listed: Exchange, runs: list[Any]) -> list[int]:
    """Return the listed runs by number: 1 is the oldest of `runs`, 0 an unknown run."""
    numbered = {run["run_id"]: number for number, run in enumerate(runs, 1)}
    return [numbered.get(run.get("run_id"), 0) for run in listed.json]


def start_by_operation(ctx: CheckContext, **body: Json) -> Exchange:
    """Start a run through the operation under test, on a new thread or without one."""
    on_thread = "{thread_id}" in ctx.operation.path
    path = {"thread_id": create_thread(ctx)["thread_id"]} if on_thread else {}
    return ctx.call(ctx.operation.id, path=path, body=run_body(ctx, **body))


def run_by_operation(ctx: CheckContext, thread_id: str | None = None, **body: Json) -> str:
    """Run the assistant to its end through the operation under test; return the id of the thread."""
    thread_id = thread_id or create_thread(ctx)["thread_id"]
    response = ctx.need(start_run(ctx, thread_id, ctx.operation.id, **body))
    if ctx.operation.id == "create_thread_run":
        finished(ctx, thread_id, response.json["run_id"])
    return thread_id


def checkpoint_of(state: Mapping[str, Json]) -> dict[str, Json]:
    """Return the checkpoint of a state in the form that starts a run from it."""
    return {"checkpoint_id": state["checkpoint"]["checkpoint_id"]}


def stateless_threads(ctx: CheckContext, colour: str) -> Exchange:
    """Find the threads of stateless runs by the metadata of the runs."""
    body = {"metadata": {**ctx.mark, "colour": colour}}
    return ctx.need(ctx.call("search_threads", body=body))


def stream_by_operation(ctx: CheckContext, **body: Json) -> StreamedExchange:
    """Start a run through the operation under test and read its whole stream."""
    on_thread = "{thread_id}" in ctx.operation.path
    path = {"thread_id": create_thread(ctx)["thread_id"]} if on_thread else {}
    exchange = ctx.stream(ctx.operation.id, path=path, body=run_body(ctx, **body))
    ctx.need(exchange)
    return exchange


def nested_graph(ctx: CheckContext) -> str:
    """Return the graph with a subgraph in its node `child`. Raises Skipped if the target lacks it."""
    found = ctx.call("search_assistants", body={"graph_id": "nested", "limit": 1})
    if not found.ok or not found.json:
        raise Skipped("the target has no graph 'nested'")
    return "nested"
