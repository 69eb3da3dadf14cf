"""Miniatures whose runs are interrupted wrongly or return wrong interrupts."""

from typing import Any

from contract_tests.checks.interrupts.visible_in_all_reads import OPERATIONS as ALL_READS
from contract_tests.operation_groups import WAITING_FOR_RUNS
from miniatures.events import Event
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong
from miniatures.started import bodies, body, has, names, noted


@wrong(
    "interrupts.interrupt_before", "create_thread_run", also=("get_state",), when=names("interrupt_before")
)
async def nothing_is_next_before_a_node(mock: Mock, request: Request) -> Response:
    response = await noted(mock, request)
    stopped = [each.get("interrupt_before") for each in bodies(mock, request)] == ["*"]
    return response.with_fields(next=[]) if request.operation == "get_state" and stopped else response


@wrong("interrupts.interrupt_before_nodes", "create_thread_run", when=names("interrupt_before"))
async def a_run_stops_before_every_node(mock: Mock, request: Request) -> Response:
    named = isinstance(request.json.get("interrupt_before"), list)
    return await mock(request.with_fields(interrupt_before="*") if named else request)


@wrong("interrupts.interrupt_after", "create_thread_run", when=names("interrupt_after"))
async def a_run_stops_after_no_node(mock: Mock, request: Request) -> Response:
    return await mock(request.without("interrupt_after") if "interrupt_after" in request.json else request)


@wrong(
    "interrupts.interrupt_before_thread_status",
    "create_thread_run",
    also=("get_thread",),
    when=names("interrupt_before"),
)
async def a_thread_is_idle_when_its_run_was_stopped(mock: Mock, request: Request) -> Response:
    response = await noted(mock, request)
    stopped = ["interrupt_before" in each for each in bodies(mock, request)] == [True]
    return response.with_fields(status="idle") if request.operation == "get_thread" and stopped else response


@wrong(
    "interrupts.continue_without_input",
    "create_thread_run",
    also=("get_thread",),
    when=names("interrupt_before"),
)
async def a_thread_stays_interrupted(mock: Mock, request: Request) -> Response:
    response = await noted(mock, request)
    stopped = ["interrupt_before" in each for each in bodies(mock, request)] == [True, False]
    return (
        response.with_fields(status="interrupted")
        if request.operation == "get_thread" and stopped
        else response
    )


@wrong("interrupts.state", "create_thread_run", places=("get_state",))
async def a_state_omits_its_interrupts(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(interrupts=[])


@wrong("interrupts.thread", "create_thread_run", places=("get_thread",))
async def a_thread_omits_its_interrupts(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(interrupts={})


@wrong("interrupts.run_success", "create_thread_run", also=("get_thread_run",), when=has(assistant_id="hitl"))
async def an_interrupt_ends_a_run_with_interrupted(mock: Mock, request: Request) -> Response:
    response = await noted(mock, request)
    is_hitl = request.operation == "get_thread_run" and body(mock, request).get("assistant_id") == "hitl"
    return response.with_fields(status="interrupted") if is_hitl else response


@wrong("interrupts.wait", "wait_thread_run", when=has(assistant_id="hitl"))
async def waiting_omits_the_interrupt(mock: Mock, request: Request) -> Response:
    return without_interrupt_key(await mock(request))


@wrong("interrupts.join", "join_thread_run")
async def joining_omits_the_interrupt(mock: Mock, request: Request) -> Response:
    return without_interrupt_key(await mock(request))


@wrong("interrupts.values", "stream_thread_run", when=has(assistant_id="hitl"))
async def values_omit_the_interrupt(mock: Mock, request: Request) -> Response:
    def silenced(event: Event) -> Event:
        return event.with_fields(__interrupt__=[]) if "__interrupt__" in event.data else event

    response = await mock(request)
    return response.each(silenced) if request.json.get("stream_mode") == ["values"] else response


@wrong("interrupts.updates", "stream_thread_run", when=has(assistant_id="hitl"))
async def updates_omit_the_interrupt(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    silent = request.json.get("stream_mode") == ["updates"] and request.json.get("assistant_id") == "hitl"
    return response.each(lambda event: event if "run_id" in event.data else None) if silent else response


@wrong("interrupts.interrupt_before_updates", "stream_thread_run", when=names("interrupt_before"))
async def updates_omit_interrupt_before(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    silent = "interrupt_before" in request.json
    return response.each(lambda event: event if "run_id" in event.data else None) if silent else response


@wrong("interrupts.resume", *WAITING_FOR_RUNS, when=names("command"))
async def a_followed_run_drops_the_answer(mock: Mock, request: Request) -> Response:
    is_answer = "resume" in (request.json.get("command") or {})
    return await mock(request.without("command") if is_answer else request)


@wrong("interrupts.resume", "create_thread_run", also=("get_thread",), when=names("command"))
async def a_resumed_thread_stays_interrupted(mock: Mock, request: Request) -> Response:
    response = await noted(mock, request)
    is_resumed = any("resume" in each.get("command", {}) for each in bodies(mock, request))
    interrupted = request.operation == "get_thread" and is_resumed
    return response.with_fields(status="interrupted") if interrupted else response


@wrong("interrupts.resume_by_id", "create_thread_run", also=("get_state",), when=names("command"))
async def a_resume_by_id_is_lost(mock: Mock, request: Request) -> Response:
    response = await noted(mock, request)
    resume_values = [value.get("command", {}).get("resume") for value in bodies(mock, request)]
    by_id = request.operation == "get_state" and any(isinstance(value, dict) for value in resume_values)
    return response.with_fields(next=["ask"]) if by_id else response


@wrong(
    "interrupts.rerun_without_answer",
    "create_thread_run",
    also=("get_thread",),
    when=has(assistant_id="hitl"),
)
async def a_graph_interrupts_only_once(mock: Mock, request: Request) -> Response:
    response = await noted(mock, request)
    started = [(each["assistant_id"], "command" in each) for each in bodies(mock, request)]
    again = request.operation == "get_thread" and started == [("hitl", False)] * 2
    return response.with_fields(status="idle") if again else response


def without_interrupt_key(response: Response) -> Response:
    values = response.json if response.ok else None
    if not isinstance(values, dict) or "__interrupt__" not in values:
        return response
    return response.with_json({name: value for name, value in values.items() if name != "__interrupt__"})


@wrong("interrupts.wait_or_stream", *WAITING_FOR_RUNS, when=names("interrupt_after"))
async def waiting_ignores_interrupt_after(mock: Mock, request: Request) -> Response:
    return await mock(request.without("interrupt_after") if "interrupt_after" in request.json else request)


@wrong("interrupts.visible_in_all_reads", *ALL_READS)
async def reads_omit_interrupts(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not response.ok:
        return response
    several = isinstance(response.json, list)
    objects = [without_interrupts(each) for each in (response.json if several else [response.json])]
    return response.with_json(objects if several else objects[0])


def without_interrupts(latest: Any) -> Any:
    """Return a state or a thread without its interrupts."""
    if "tasks" in latest:
        return {**latest, "tasks": [{**task, "interrupts": []} for task in latest["tasks"]]}
    return {**latest, "interrupts": {}} if "interrupts" in latest else latest
