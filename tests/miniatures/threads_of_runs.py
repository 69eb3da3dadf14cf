"""Miniatures whose threads show the effects of runs wrongly."""

from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong
from miniatures.started import NOWHERE, bodies, is_plain, noted, reads


@wrong("runs.thread.busy", "create_thread_run", places=("get_thread",))
async def a_thread_is_idle_while_it_has_a_run(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return (
        response.with_fields(status="idle") if response.ok and response.json["status"] == "busy" else response
    )


@wrong("runs.thread.idle", "create_thread_run", also=("get_thread",), when=reads("get_thread"))
async def a_thread_is_interrupted_after_its_run(mock: Mock, request: Request) -> Response:
    response = await noted(mock, request)
    if (
        request.operation != "get_thread"
        or not response.ok
        or [*map(is_plain, bodies(mock, request))] != [True]
    ):
        return response
    return response.with_fields(status="interrupted") if response.json["status"] == "idle" else response


@wrong("runs.thread.metadata", "create_thread_run", places=("get_thread",))
async def a_thread_has_another_assistant(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    metadata = response.json["metadata"] if response.ok else {}
    has_run = "assistant_id" in metadata
    return response.with_fields(metadata={**metadata, "assistant_id": NOWHERE}) if has_run else response


@wrong("runs.thread.values", "create_thread_run", places=("get_thread",))
async def a_thread_has_the_values_before_its_run(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    has_run = response.ok and "assistant_id" in response.json["metadata"] and response.json["values"]
    return response.with_fields(values={}) if has_run else response


@wrong("runs.state.input_and_output", "create_thread_run", also=("get_state",), when=reads("get_state"))
async def there_is_always_something_next(mock: Mock, request: Request) -> Response:
    response = await noted(mock, request)
    one = request.operation == "get_state" and [*map(is_plain, bodies(mock, request))] == [True]
    return response.with_fields(next=["agent"]) if one else response


@wrong(
    "runs.state.continues",
    "create_thread_run",
    also=("join_thread_run", "get_state"),
    when=reads("get_state"),
)
async def each_run_loses_the_previous_values(mock: Mock, request: Request) -> Response:
    response = await noted(mock, request)
    if request.operation == "join_thread_run":
        mock.memory.setdefault(f"waited {request.thread_id}", len(bodies(mock, request)))
    second = [*map(is_plain, bodies(mock, request))] == [True, True]
    if request.operation != "get_state" or not second or mock.memory[f"waited {request.thread_id}"] != 1:
        return response
    return response.with_fields(values={"messages": response.json["values"]["messages"][-2:]})


@wrong("runs.state.run_id", "create_thread_run", places=("get_state",))
async def a_state_has_another_run_id(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    has_run = response.ok and "run_id" in (response.json["metadata"] or {})
    return (
        response.with_fields(metadata={**response.json["metadata"], "run_id": NOWHERE})
        if has_run
        else response
    )


@wrong("runs.history.steps", "create_thread_run", places=("list_history",))
async def the_input_is_a_step_of_the_graph(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    states = response.json if response.ok else []
    for state in states:
        if "run_id" in state["metadata"]:
            state["metadata"]["source"] = "loop"
    return response.with_json(states) if response.ok else response
