"""Runs on a thread: start, follow, cancel, list."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import human_message, instant, message_ids, read_state
from contract_tests.client.exchange import Exchange
from contract_tests.client.operation_request import OperationRequest
from contract_tests.client.stream import Reader, StreamedExchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked, Blocker, Skipped
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.created_resources import LOCATED
from contract_tests.harness.polling import eventually
from contract_tests.operation_groups import CREATING_ALONE, NAMING_A_RUN, STARTING_ON_A_THREAD

BATCH = "create_runs_batch"

EXECUTES_RUNS = "runs.create.success"
"""Check that fails on a target that never executes background runs."""

CANCELLING = ("cancel_thread_run", "cancel_runs")


def run_for_operation(ctx: CheckContext, *, other: bool = False) -> Any:
    """Return a run for the operation under test: an unfinished one if it cancels runs, else an ended one."""
    stopping = ctx.operation.id in CANCELLING
    return unfinished_run(ctx, other=other) if stopping else ended_run(ctx, other=other)


def request_about(ctx: CheckContext, run: Mapping[str, Json]) -> OperationRequest:
    """Return the request that applies the operation under test to the run."""
    on_thread = {"thread_id": run["thread_id"]}
    if ctx.operation.id == "cancel_runs":
        return OperationRequest(body={**on_thread, "run_ids": [run["run_id"]]})
    if ctx.operation.id in STARTING_ON_A_THREAD:
        return OperationRequest(on_thread, body=any_run_body(ctx))
    return OperationRequest(run_path(run) if ctx.operation.id in NAMING_A_RUN else on_thread)


PENDING_SECONDS = 600
"""Seconds until a run starts that must stay pending, longer than any check takes."""

START_DELAYS_SECONDS = (0.3, 1.0, 3.0, 9.0, 27.0)
"""Seconds until a run starts that must first be seen pending; the first sufficient value is used."""

SLOW_RUN_SECONDS = (0.6, 3.0, 12.0)
"""Duration in seconds of a run that must be seen running; the first sufficient value is used."""

SHORTLY: Mapping[str, Json] = {"seconds": 0.1, "steps": 2}
"""Further input for a short run of the built-in graph `slow`, which streams its progress."""

DEFAULT_SLOW_SECONDS = 5.0
"""Default duration of the slow graph in seconds."""

ROUND_TRIPS = 10
"""Number of round trips to the target that must be possible before a run changes by itself."""


UNFINISHED = ("pending", "running")
"""Statuses of an unfinished run."""

STARTS_AT_ONCE = "the target does not delay runs (`after_seconds`)"


def messages_input(ctx: CheckContext, *message_ids: str) -> dict[str, Json]:
    """Return input for the graph that keeps messages.

    Raises:
        Skipped: the target has no such graph.

    """
    ctx.graph_for("assistant")
    return {"messages": [human_message(message_id) for message_id in message_ids]}


def tool_input(ctx: CheckContext) -> dict[str, Json]:
    """Return input that makes a graph with tools take several steps."""
    ctx.graph_for("assistant")
    return {"messages": [{"type": "human", "id": "m1", "content": "tool please"}]}


def default_input(ctx: CheckContext, assistant_id: Json) -> Json:
    """Return the message `m1`, or an input that the graph accepts if it is known to keep no messages."""
    graphs, known = ctx.run_context.graphs, ctx.run_context.survey.graphs
    graph = next((each for each in known if each.assistant_id == assistant_id), graphs.any)
    if known and not graph.keeps_messages:
        return graph.input
    return {"messages": [human_message("m1")]}


STATES_OF_TWO_STEPS = 4
"""Number of states that a run with two steps creates."""


def need_history(ctx: CheckContext) -> None:
    """Require that the history has a state for each step of a run. Raises: Blocked."""
    if ctx.run_context.survey.keeps_history is False:
        operation = ctx.run_context.contract.by_id["create_thread_run"]
        raise Blocked.by_finding("runs.history.steps", operation, "the history lacks steps")


def need_two_steps(ctx: CheckContext, history: Exchange) -> None:
    """Require the history of a run with at least two steps.

    Raises:
        Blocked: the target does not keep the state of each step.
        Skipped: the graph takes only one step.

    """
    need_history(ctx)
    if len(history.json) < STATES_OF_TWO_STEPS:
        raise Skipped("the graph has only one step (--assistant)", history)


def run_body(ctx: CheckContext, **body: Json) -> dict[str, Json]:
    """Return a body that starts a run; by default it runs the graph that keeps messages with `m1`.

    Raises:
        Skipped: the target has no such graph, and the body names no other.

    """
    assistant_id = body["assistant_id"] if "assistant_id" in body else ctx.graph_for("assistant")
    return {
        "assistant_id": assistant_id,
        "input": body["input"] if "input" in body else default_input(ctx, assistant_id),
        **body,
        "metadata": {**body.get("metadata", {}), **ctx.mark},
    }


def any_run_body(ctx: CheckContext, *, other: bool = False, **body: Json) -> dict[str, Json]:
    """Return a body that starts a run of any graph, for checks to which its state does not matter."""
    return run_body(ctx, **{"assistant_id": ctx.run_context.graphs.any.id_for(other=other), **body})


def create_run(ctx: CheckContext, thread_id: str, *, other: bool = False, **body: Json) -> Any:
    """Start a run of any graph on a thread without waiting for it, and return it."""
    path = {"thread_id": thread_id}
    whole = any_run_body(ctx, other=other, **body)
    return ctx.need(ctx.call("create_thread_run", path=path, body=whole, other=other)).json


def finished(ctx: CheckContext, thread_id: str, run_id: str, *, other: bool = False) -> Any:
    """Wait for a run and return it.

    Without `join_thread_run`, or if that returns early, which `runs.join.waits` reports, poll its status.
    """
    need_background_runs(ctx)
    path = {"thread_id": thread_id, "run_id": run_id}
    if not ctx.run_context.survey.is_missing("join_thread_run"):
        ctx.need(ctx.call("join_thread_run", path=path, other=other))
    return polled(ctx, path, other=other)


def polled(ctx: CheckContext, run: Mapping[str, Json], *, other: bool = False) -> Any:
    """Return the run after its end, without joining it."""
    return eventually(ctx, lambda: read_run(ctx, run, other=other), has_ended).json


def need_background_runs(ctx: CheckContext) -> None:
    """Require that the target executes background runs. Raises: Blocked."""
    if ctx.run_context.survey.runs_in_background is False:
        operation = ctx.run_context.contract.by_id["create_thread_run"]
        raise Blocked.by_finding(EXECUTES_RUNS, operation, "a background run is never executed")


def has_ended(run: Exchange) -> bool:
    return run.json["status"] not in UNFINISHED


def start_run(
    ctx: CheckContext, thread_id: str, operation_id: str = "create_thread_run", **body: Json
) -> Exchange:
    """Start a run on the thread through any operation; the response may be an error."""
    return ctx.call(operation_id, path={"thread_id": thread_id}, body=run_body(ctx, **body))


def send_run(
    ctx: CheckContext, thread_id: str, operation_id: str = "create_thread_run", **body: Json
) -> Exchange:
    """Start a run as `start_run` does, for checks of the status alone: the response is not validated."""
    operation = ctx.run_context.contract.by_id[operation_id]
    return ctx.send(operation, OperationRequest({"thread_id": thread_id}, body=any_run_body(ctx, **body)))


def delayed_run(ctx: CheckContext, thread_id: str | None = None, *, other: bool = False, **body: Json) -> Any:
    """Create a run with `after_seconds`, on a new thread if none is given."""
    thread_id = thread_id or create_thread(ctx, other=other)["thread_id"]
    whole = {"after_seconds": PENDING_SECONDS, **body}
    return create_run(ctx, thread_id, other=other, **whole) | {"thread_id": thread_id}


def pending_run(ctx: CheckContext, thread_id: str | None = None, *, other: bool = False, **body: Json) -> Any:
    """Create a run that stays pending, on a new thread if none is given.

    Raises:
        Skipped: the target is known to start runs at once.

    """
    if ctx.run_context.survey.delays_runs is False:
        raise Skipped(STARTS_AT_ONCE)
    return delayed_run(ctx, thread_id, other=other, **body)


def created_run(ctx: CheckContext, thread_id: str | None = None, *, other: bool = False, **body: Json) -> Any:
    """Create a run, on a new thread if none is given: a pending one if the target delays runs.

    Use it if the status of the run does not matter.
    """
    if ctx.run_context.survey.delays_runs is not False:
        return delayed_run(ctx, thread_id, other=other, **body)
    thread_id = thread_id or create_thread(ctx, other=other)["thread_id"]
    body.pop("after_seconds", None)  # which the target may reject
    return create_run(ctx, thread_id, other=other, **body) | {"thread_id": thread_id}


def later(ctx: CheckContext, seconds: float = PENDING_SECONDS) -> dict[str, Json]:
    """Return the field that delays a run; empty if the target delays none, or rejects the field."""
    return {} if ctx.run_context.survey.delays_runs is False else {"after_seconds": seconds}


def unfinished_run(ctx: CheckContext, *, other: bool = False) -> Any:
    """Create a run on a new thread that is probably unfinished; `need_unfinished` makes it certain.

    It is pending if the target delays runs; otherwise it is a run of the graph that takes longest.
    """
    slow = ctx.run_context.survey.roles.get("slow")
    if ctx.run_context.survey.delays_runs is not False or slow is None:
        return created_run(ctx, other=other)
    return created_run(ctx, other=other, assistant_id=slow.assistant_id)


def need_unfinished(ctx: CheckContext, run: Mapping[str, Json], *, other: bool = False) -> None:
    """Require that a run is unfinished, or skip the check."""
    seen = read_run(ctx, run, other=other)
    if has_ended(seen):
        raise Skipped(f"{STARTS_AT_ONCE}, and no graph takes some seconds (--slow)", seen)


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
    need_background_runs(ctx)
    thread_id = create_thread(ctx)["thread_id"]
    sent_before = len(ctx.exchanges)
    for seconds in start_delays(ctx):
        del ctx.exchanges[sent_before:]
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
        yield {**messages_input(ctx, "m1"), "seconds": seconds, "steps": 3}
        if seconds >= 2 * ROUND_TRIPS * ctx.round_trip:
            return


def slow_input(ctx: CheckContext, message_id: str) -> dict[str, Json]:
    """Return input for a run that will be changed while it runs."""
    enough = 6 * ROUND_TRIPS * ctx.round_trip
    longer = {"seconds": round(enough), "steps": 5} if enough > DEFAULT_SLOW_SECONDS else {}
    return {**messages_input(ctx, message_id), **longer}


def is_overlapping(first: Json, second: Json) -> bool:
    """Return whether a run was created before another one of its thread had ended."""
    return first["status"] in UNFINISHED or instant(first, "updated_at") > instant(second, "created_at")


def ended_run(ctx: CheckContext, *, other: bool = False) -> Any:
    """Return a run that has ended: one that was cancelled before it started, if the target delays runs."""
    run = created_run(ctx, other=other)
    if ctx.run_context.survey.delays_runs is False:
        return finished(ctx, run["thread_id"], run["run_id"], other=other)
    ctx.need(ctx.call("cancel_thread_run", path=run_path(run), other=other))
    ended = eventually(
        ctx, lambda: read_run(ctx, run, other=other), lambda it: it.json["status"] != "pending"
    )
    if ended.json["status"] == "pending":
        raise Blocked("a run can't be cancelled", ended)
    return run


def run_to_end(ctx: CheckContext, thread_id: str | None = None, **body: Json) -> Any:
    """Run a graph to its end, successful or not, and return the run.

    If the target executes nothing in the background, wait for the run's values instead. If a run can't be
    read, follow its stream; the status is then what the stream shows.
    """
    thread_id = thread_id or create_thread(ctx)["thread_id"]
    if ctx.run_context.survey.is_missing("get_thread_run"):
        return _streamed_to_end(ctx, thread_id, **body)
    if ctx.run_context.survey.runs_in_background is False:
        wait_for_run(ctx, thread_id, **body)
        runs = list_runs(ctx, thread_id)
        if not runs.json:
            raise Blocked("the run is not listed", runs)
        return runs.json[0]
    run = ctx.need(start_run(ctx, thread_id, **body)).json
    return finished(ctx, thread_id, run["run_id"])


def _streamed_to_end(ctx: CheckContext, thread_id: str, **body: Json) -> Any:
    streamed = stream_run(ctx, thread_id, **body)
    run_ids = (
        event.data["run_id"]
        for event in streamed.events
        if event.name == "metadata" and isinstance(event.data, Mapping) and "run_id" in event.data
    )
    status = "error" if "error" in streamed.names else "success"
    return {"thread_id": thread_id, "run_id": next(run_ids, ""), "status": status}


def run_to_success(ctx: CheckContext, thread_id: str | None = None, **body: Json) -> Any:
    """Run a graph to its end and return the run. Raises Blocked unless it succeeds."""
    run = run_to_end(ctx, thread_id, **body)
    if run["status"] != "success":
        raise Blocked(f"a run ended with the status {run['status']}", ctx.exchanges[-1])
    return run


def running_run(ctx: CheckContext, thread_id: str | None = None) -> Any:
    """Return a running run that has already written its input."""
    need_background_runs(ctx)
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


def run_statuses(runs: Exchange) -> list[Json]:
    """Return the statuses of listed runs; `None` where a run has none."""
    return [run.get("status") for run in runs.json]


def list_runs(ctx: CheckContext, thread_id: str, *, other: bool = False, **query: Json) -> Exchange:
    """Return the runs of a thread.

    Raises:
        Blocked: the list has runs of other threads, and a check of another operation relies on it.

    """
    path = {"thread_id": thread_id}
    listed = ctx.need(ctx.call("list_thread_runs", path=path, query=query, other=other))
    operation = ctx.run_context.contract.by_id["list_thread_runs"]
    is_relied_on = ctx.operation.id != operation.id
    if is_relied_on and any(run.get("thread_id", thread_id) != thread_id for run in listed.json):
        raise Blocked(f"blocked by shape.ids on {operation}: it lists runs of other threads", listed)
    return listed


def enqueue_runs(ctx: CheckContext, count: int) -> tuple[str, list[Any]]:
    """Create a thread with this number of runs; return its id and the runs, oldest first.

    They are pending if the target delays runs.
    """
    thread_id = create_thread(ctx)["thread_id"]
    return thread_id, [created_run(ctx, thread_id, multitask_strategy="enqueue") for _ in range(count)]


def run_numbers(listed: Exchange, runs: list[Any]) -> list[int]:
    """Return the listed runs by number: 1 is the oldest of `runs`, 0 an unknown run."""
    numbered = {run["run_id"]: number for number, run in enumerate(runs, 1)}
    return [numbered.get(run.get("run_id"), 0) for run in listed.json]


def start_by_operation(ctx: CheckContext, **body: Json) -> Exchange:
    """Start a run through the operation under test: on a new thread, alone, or in a batch of its own."""
    on_thread = "{thread_id}" in ctx.operation.path
    path = {"thread_id": create_thread(ctx)["thread_id"]} if on_thread else {}
    whole = run_body(ctx, **body)
    return ctx.call(ctx.operation.id, path=path, body=[whole] if ctx.operation.id == BATCH else whole)


def created_by_operation(created: Exchange) -> Any:
    """Return the run that `start_by_operation` has created in the background."""
    return created.json[0] if created.operation_id == BATCH else created.json


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


def named_thread_id(started: Exchange) -> str | None:
    """Return the id of the thread that the response to a stateless run names, if it names one."""
    return _thread_id_in_body(started) or _thread_id_in_headers(started)


def _thread_id_in_body(started: Exchange) -> str | None:
    """Return the id of the thread in the created run, or in the first one of a batch."""
    if started.operation_id not in {*CREATING_ALONE, BATCH}:
        return None  # the body has the values of the state, which may have such a field
    run = started.parsed[:1] if isinstance(started.parsed, list) else [started.parsed]
    return next(
        (str(each["thread_id"]) for each in run if isinstance(each, dict) and "thread_id" in each), None
    )


def _thread_id_in_headers(started: Exchange) -> str | None:
    """Return the id of the thread in the path of the run, which a header may contain."""
    headers = (str(started.headers.get(name, "")) for name in ("content-location", "location"))
    located = next(filter(None, map(LOCATED.match, headers)), None)
    return located and located["thread_id"]


def left_thread_id(ctx: CheckContext, started: Exchange, colour: str) -> str | None:
    """Return the id of the thread that a stateless run was to leave; `None` if it surely left none.

    A response may name no thread. Then a search finds it, on a target that gives it the metadata of the run.

    Raises:
        Blocked: the response names no thread, and a search does not even find one that surely exists.

    """
    if in_body := _thread_id_in_body(started):
        return in_body
    found = stateless_threads(ctx, colour)  # before the headers: replays can search, but read no header
    if not found.json and (in_headers := _thread_id_in_headers(started)):
        return in_headers
    found = _found_threads(ctx, colour)
    if found.json:
        return str(found.json[0]["thread_id"])
    other_colour = f"not {colour}"
    body = any_run_body(ctx, on_completion="keep", metadata={"colour": other_colour})
    ctx.need(ctx.call("create_run", body=body))
    control = _found_threads(ctx, other_colour)
    if not control.json:
        reason = "the response names no thread, and a search by the run's metadata finds none"
        header = Blocker("shape.headers", started.operation_id or "", started.status, "Content-Location")
        raise Blocked(reason, control, by=(header,))
    return None


def _found_threads(ctx: CheckContext, colour: str) -> Exchange:
    """Return the search for threads of this colour, repeated for some time until it finds one."""
    return eventually(ctx, lambda: stateless_threads(ctx, colour), lambda it: bool(it.json))


def kept_thread_id(ctx: CheckContext, started: Exchange, colour: str) -> str:
    """Return the id of the thread that a stateless run with this metadata has kept."""
    thread_id = left_thread_id(ctx, started, colour)
    if thread_id is None:
        raise Blocked("a stateless run with on_completion=keep leaves no thread", started)
    return thread_id


def stream_by_operation(ctx: CheckContext, **body: Json) -> StreamedExchange:
    """Start a run through the operation under test and read its whole stream."""
    on_thread = "{thread_id}" in ctx.operation.path
    path = {"thread_id": create_thread(ctx)["thread_id"]} if on_thread else {}
    exchange = ctx.stream(ctx.operation.id, path=path, body=run_body(ctx, **body))
    ctx.need(exchange)
    return exchange


def nested_graph(ctx: CheckContext) -> str:
    """Return the graph with a subgraph in its node `child`. Raises Skipped if the target lacks it."""
    found, found_anyway = (
        ctx.call("search_assistants", body={"graph_id": name, "limit": 1})
        for name in ("nested", ctx.new_id())
    )
    # Some servers ignore `graph_id`, or invent an assistant of any graph.
    if not found.ok or not found.json or (found_anyway.ok and found_anyway.json):
        raise Skipped("the target has no graph 'nested'")
    return "nested"
