"""Runs on a thread: start, follow, cancel, list."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import human, message_ids, read_state
from contract_tests.client.exchange import Exchange
from contract_tests.client.operation_request import Question
from contract_tests.client.stream import Reader, StreamedExchange
from contract_tests.contract import Json
from contract_tests.findings.finding import NotTestable, Skipped
from contract_tests.harness.polling import eventually
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import STARTING_ON_A_THREAD

STOPPING = ("cancel_thread_run", "cancel_runs")

NAMING_A_RUN = (
    "get_thread_run",
    "delete_thread_run",
    "join_thread_run",
    "join_thread_run_stream",
    "cancel_thread_run",
)

ABOUT_RUNS = (*NAMING_A_RUN, *STARTING_ON_A_THREAD, "list_thread_runs", "cancel_runs")


def to_be_asked(trial: Trial, *, other: bool = False) -> Any:
    """Return a run for the operation under test: a pending one if it cancels runs, else an ended one."""
    stopping = trial.operation.id in STOPPING
    return pending(trial, other=other) if stopping else cancelled(trial, other=other)


def about(trial: Trial, run: Mapping[str, Json]) -> Question:
    """Return the request that applies the operation under test to the run."""
    on_thread = {"thread_id": run["thread_id"]}
    if trial.operation.id == "cancel_runs":
        return Question(body={**on_thread, "run_ids": [run["run_id"]]})
    if trial.operation.id in STARTING_ON_A_THREAD:
        return Question(on_thread, body=asking(trial))
    return Question(place(run) if trial.operation.id in NAMING_A_RUN else on_thread)


LATER = 600
"""Seconds until a run starts that must stay pending, longer than any check takes."""

SOON = (0.3, 1.0, 3.0, 9.0, 27.0)
"""Seconds until a run starts that must first be seen pending; the first sufficient value is used."""

PACES = (0.6, 3.0, 12.0)
"""Duration in seconds of a run that must be seen running; the first sufficient value is used."""

SLOWEST = 5.0
"""Default duration of the slow graph in seconds."""

ROUND_TRIPS = 10
"""Number of round trips to the target that must be possible before a run changes by itself."""


def said(*message_ids: str) -> dict[str, Json]:
    """Return input for a graph that keeps messages."""
    return {"messages": [human(message_id) for message_id in message_ids]}


TOOL = {"messages": [{"type": "human", "id": "m1", "content": "tool please"}]}
"""Input that makes a graph with tools take several steps."""

SEVERAL = 4
"""Number of states that a run with two steps creates."""


def asking(trial: Trial, **body: Json) -> dict[str, Json]:
    """Return a body that starts a run; by default it runs the assistant with the message `m1`."""
    marked = {**body.get("metadata", {}), **trial.mark}
    return {"assistant_id": trial.graph_for("assistant"), "input": said("m1"), **body, "metadata": marked}


def create_run(trial: Trial, thread_id: str, *, other: bool = False, **body: Json) -> Any:
    """Start a run on a thread without waiting for it, by default of the assistant, and return it."""
    marked = {**body.get("metadata", {}), **trial.mark}
    whole = {"assistant_id": trial.graph_for("assistant"), **body, "metadata": marked}
    path = {"thread_id": thread_id}
    return trial.need(trial.call("create_thread_run", path=path, body=whole, other=other)).json


def finished(trial: Trial, thread_id: str, run_id: str) -> Any:
    """Wait for a run and return it."""
    path = {"thread_id": thread_id, "run_id": run_id}
    trial.need(trial.call("join_thread_run", path=path))
    return trial.need(trial.call("get_thread_run", path=path)).json


def start(trial: Trial, thread_id: str, operation_id: str = "create_thread_run", **body: Json) -> Exchange:
    """Start a run on the thread through any operation; the response may be an error."""
    return trial.call(operation_id, path={"thread_id": thread_id}, body=asking(trial, **body))


def pending(trial: Trial, thread_id: str | None = None, *, other: bool = False, **body: Json) -> Any:
    """Create a run that stays pending, on a new thread if none is given."""
    path = {"thread_id": thread_id or create_thread(trial, other=other)["thread_id"]}
    whole = asking(trial, **{"after_seconds": LATER, **body})
    return trial.need(trial.call("create_thread_run", path=path, body=whole, other=other)).json | path


def soon(trial: Trial) -> tuple[float, ...]:
    """Return the start delays that leave enough time for requests to this target."""
    enough = tuple(each for each in SOON if each >= ROUND_TRIPS * trial.round_trip)
    return enough or SOON[-1:]


def upcoming(trial: Trial, **body: Json) -> Any:
    """Return a pending run that will start soon."""
    with followed(trial, readers=0, **body) as (run, _):
        return run


@contextmanager
def followed(trial: Trial, readers: int, **body: Json) -> Iterator[tuple[Any, Sequence[Reader]]]:
    """Yield a pending run that will start soon, and readers that have joined it already."""
    thread_id = create_thread(trial)["thread_id"]
    said = len(trial.exchanges)
    for seconds in soon(trial):
        del trial.exchanges[said:]
        run = pending(trial, thread_id, after_seconds=seconds, **body)
        with ExitStack() as stack:
            joining = (trial.reading("join_thread_run_stream", path=place(run)) for _ in range(readers))
            joined = [stack.enter_context(each) for each in joining]
            for reader in joined:
                trial.need(reader.exchange)
            seen = read_run(trial, run)
            if seen.json["status"] == "pending":
                yield run, joined
                return
        finished(trial, thread_id, run["run_id"])
    raise NotTestable("a run with after_seconds starts too early to follow it", seen)


def paces(trial: Trial) -> Iterator[dict[str, Json]]:
    """Yield inputs for a run that must be seen running, longer ones if the target is slow.

    The built-in graph reads the duration; other graphs take as long as they take.
    """
    for seconds in PACES:
        yield {**said("m1"), "seconds": seconds, "steps": 3}
        if seconds >= 2 * ROUND_TRIPS * trial.round_trip:
            return


def slowly(trial: Trial, message_id: str) -> dict[str, Json]:
    """Return input for a run that will be changed while it runs."""
    enough = 6 * ROUND_TRIPS * trial.round_trip
    longer = {"seconds": round(enough), "steps": 5} if enough > SLOWEST else {}
    return {**said(message_id), **longer}


def cancelled(trial: Trial, *, other: bool = False) -> Any:
    """Return a run that was cancelled before it started."""
    path = place(run := pending(trial, other=other))
    trial.need(trial.call("cancel_thread_run", path=path, other=other))
    ended = eventually(
        trial,
        lambda: trial.need(trial.call("get_thread_run", path=path, other=other)),
        lambda it: it.json["status"] != "pending",
    )
    if ended.json["status"] == "pending":
        raise NotTestable("a run can't be cancelled", ended)
    return run


def finish(trial: Trial, thread_id: str | None = None, **body: Json) -> Any:
    """Run a graph to its end, successful or not, and return the run."""
    thread_id = thread_id or create_thread(trial)["thread_id"]
    run = trial.need(start(trial, thread_id, **body)).json
    return finished(trial, thread_id, run["run_id"])


def succeed(trial: Trial, thread_id: str | None = None, **body: Json) -> Any:
    """Run a graph to its end and return the run. Raises NotTestable unless it succeeds."""
    run = finish(trial, thread_id, **body)
    if run["status"] != "success":
        raise NotTestable(f"a run ended with the status {run['status']}", trial.exchanges[-1])
    return run


def under_way(trial: Trial, thread_id: str | None = None) -> Any:
    """Return a running run that has already written its input."""
    thread_id = thread_id or create_thread(trial)["thread_id"]
    run = trial.need(
        start(trial, thread_id, assistant_id=trial.graph_for("slow"), input=slowly(trial, "m9"))
    ).json
    seen = eventually(trial, lambda: read_run(trial, run), lambda it: it.json["status"] != "pending")
    if seen.json["status"] != "running":
        raise NotTestable(f"a slow run has the status {seen.json['status']}, not running", seen)
    state = eventually(trial, lambda: read_state(trial, thread_id), lambda it: "m9" in message_ids(it.json))
    if "m9" not in message_ids(state.json):
        raise NotTestable("a running run writes no state", state)
    return run


def wait(trial: Trial, thread_id: str, **body: Json) -> Exchange:
    """Start a run and wait for its values."""
    return trial.need(start(trial, thread_id, "wait_thread_run", **body))


def stream(trial: Trial, thread_id: str, **body: Json) -> StreamedExchange:
    """Start a run and read its whole stream."""
    path = {"thread_id": thread_id}
    exchange = trial.stream("stream_thread_run", path=path, body=asking(trial, **body))
    trial.need(exchange)
    if not exchange.is_complete:
        raise NotTestable("the stream of a run does not end", exchange)
    return exchange


def place(run: Mapping[str, Json]) -> dict[str, str]:
    """Return the path parameters of a run."""
    return {"thread_id": run["thread_id"], "run_id": run["run_id"]}


def read_run(trial: Trial, run: Mapping[str, Json], *, other: bool = False) -> Exchange:
    return trial.need(trial.call("get_thread_run", path=place(run), other=other))


def cancel(trial: Trial, run: Mapping[str, Json], **query: Json) -> Exchange:
    """Cancel a run. Raises NotTestable if the target refuses."""
    return trial.need(trial.call("cancel_thread_run", path=place(run), query=query))


def list_runs(trial: Trial, thread_id: str, *, other: bool = False, **query: Json) -> Exchange:
    path = {"thread_id": thread_id}
    return trial.need(trial.call("list_thread_runs", path=path, query=query, other=other))


def line_up(trial: Trial, count: int) -> tuple[str, list[Any]]:
    """Create a thread with this number of pending runs; return its id and the runs, oldest first."""
    thread_id = create_thread(trial)["thread_id"]
    return thread_id, [pending(trial, thread_id, multitask_strategy="enqueue") for _ in range(count)]


def numbers(listed: Exchange, runs: list[Any]) -> list[int]:
    """Return the listed runs by number: 1 is the oldest of `runs`, 0 an unknown run."""
    numbered = {run["run_id"]: number for number, run in enumerate(runs, 1)}
    return [numbered.get(run.get("run_id"), 0) for run in listed.json]


def started(trial: Trial, **body: Json) -> Exchange:
    """Start a run through the operation under test, on a new thread or without one."""
    on_thread = "{thread_id}" in trial.operation.path
    path = {"thread_id": create_thread(trial)["thread_id"]} if on_thread else {}
    return trial.call(trial.operation.id, path=path, body=asking(trial, **body))


def carried_out(trial: Trial, thread_id: str | None = None, **body: Json) -> str:
    """Run the assistant to its end through the operation under test; return the id of the thread."""
    thread_id = thread_id or create_thread(trial)["thread_id"]
    answered = trial.need(start(trial, thread_id, trial.operation.id, **body))
    if trial.operation.id == "create_thread_run":
        finished(trial, thread_id, answered.json["run_id"])
    return thread_id


def named(state: Mapping[str, Json]) -> dict[str, Json]:
    """Return the checkpoint of a state in the form that starts a run from it."""
    return {"checkpoint_id": state["checkpoint"]["checkpoint_id"]}


def threads_of(trial: Trial, colour: str) -> Exchange:
    """Find the threads of stateless runs by the metadata of the runs."""
    body = {"metadata": {**trial.mark, "colour": colour}}
    return trial.need(trial.call("search_threads", body=body))


def started_stream(trial: Trial, **body: Json) -> StreamedExchange:
    """Start a run through the operation under test and read its whole stream."""
    on_thread = "{thread_id}" in trial.operation.path
    path = {"thread_id": create_thread(trial)["thread_id"]} if on_thread else {}
    exchange = trial.stream(trial.operation.id, path=path, body=asking(trial, **body))
    trial.need(exchange)
    return exchange


def nested(trial: Trial) -> str:
    """Return the graph with a subgraph in its node `child`. Raises Skipped if the target lacks it."""
    found = trial.call("search_assistants", body={"graph_id": "nested", "limit": 1})
    if not found.ok or not found.json:
        raise Skipped("the target has no graph 'nested'")
    return "nested"
