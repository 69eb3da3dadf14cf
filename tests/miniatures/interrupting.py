"""Miniatures whose runs are interrupted wrongly or return wrong interrupts."""

from typing import Any

from contract_tests.checks.interrupts.visible_in_all_reads import OPERATIONS as ALL_READS
from contract_tests.operation_groups import SEEING_RUNS
from miniatures.events import Event
from miniatures.miniature import Mock, wrong
from miniatures.started import bodies, body, has, names, noted
from miniatures.words import Answered, Asked


@wrong(
    "interrupts.interrupt_before", "create_thread_run", also=("get_state",), when=names("interrupt_before")
)
async def nothing_is_next_before_a_node(mock: Mock, asked: Asked) -> Answered:
    answer = await noted(mock, asked)
    stopped = [each.get("interrupt_before") for each in bodies(mock, asked)] == ["*"]
    return answer.with_fields(next=[]) if asked.operation == "get_state" and stopped else answer


@wrong("interrupts.interrupt_before_nodes", "create_thread_run", when=names("interrupt_before"))
async def a_run_stops_before_every_node(mock: Mock, asked: Asked) -> Answered:
    named = isinstance(asked.json.get("interrupt_before"), list)
    return await mock(asked.having(interrupt_before="*") if named else asked)


@wrong("interrupts.interrupt_after", "create_thread_run", when=names("interrupt_after"))
async def a_run_stops_after_no_node(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("interrupt_after") if "interrupt_after" in asked.json else asked)


@wrong(
    "interrupts.interrupt_before_thread_status",
    "create_thread_run",
    also=("get_thread",),
    when=names("interrupt_before"),
)
async def a_thread_is_idle_when_its_run_was_stopped(mock: Mock, asked: Asked) -> Answered:
    answer = await noted(mock, asked)
    stopped = ["interrupt_before" in each for each in bodies(mock, asked)] == [True]
    return answer.with_fields(status="idle") if asked.operation == "get_thread" and stopped else answer


@wrong(
    "interrupts.continue_without_input",
    "create_thread_run",
    also=("get_thread",),
    when=names("interrupt_before"),
)
async def a_thread_stays_interrupted(mock: Mock, asked: Asked) -> Answered:
    answer = await noted(mock, asked)
    stopped = ["interrupt_before" in each for each in bodies(mock, asked)] == [True, False]
    return answer.with_fields(status="interrupted") if asked.operation == "get_thread" and stopped else answer


@wrong("interrupts.state", "create_thread_run", places=("get_state",))
async def a_state_does_not_gather_what_is_asked(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(interrupts=[])


@wrong("interrupts.thread", "create_thread_run", places=("get_thread",))
async def a_thread_does_not_tell_what_is_asked(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(interrupts={})


@wrong("interrupts.run_success", "create_thread_run", also=("get_thread_run",), when=has(assistant_id="hitl"))
async def a_run_that_asks_is_interrupted(mock: Mock, asked: Asked) -> Answered:
    answer = await noted(mock, asked)
    asks = asked.operation == "get_thread_run" and body(mock, asked).get("assistant_id") == "hitl"
    return answer.with_fields(status="interrupted") if asks else answer


@wrong("interrupts.wait", "wait_thread_run", when=has(assistant_id="hitl"))
async def waiting_does_not_tell_what_is_asked(mock: Mock, asked: Asked) -> Answered:
    return unasked(await mock(asked))


@wrong("interrupts.join", "join_thread_run")
async def joining_does_not_tell_what_is_asked(mock: Mock, asked: Asked) -> Answered:
    return unasked(await mock(asked))


@wrong("interrupts.values", "stream_thread_run", when=has(assistant_id="hitl"))
async def values_do_not_tell_what_is_asked(mock: Mock, asked: Asked) -> Answered:
    def silenced(event: Event) -> Event:
        return event.having(__interrupt__=[]) if "__interrupt__" in event.data else event

    answer = await mock(asked)
    return answer.each(silenced) if asked.json.get("stream_mode") == ["values"] else answer


@wrong("interrupts.updates", "stream_thread_run", when=has(assistant_id="hitl"))
async def updates_do_not_tell_what_is_asked(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    silent = asked.json.get("stream_mode") == ["updates"] and asked.json.get("assistant_id") == "hitl"
    return answer.each(lambda event: event if "run_id" in event.data else None) if silent else answer


@wrong("interrupts.interrupt_before_updates", "stream_thread_run", when=names("interrupt_before"))
async def updates_do_not_tell_of_a_stop(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    silent = "interrupt_before" in asked.json
    return answer.each(lambda event: event if "run_id" in event.data else None) if silent else answer


@wrong("interrupts.resume", "create_thread_run", also=("get_thread",), when=names("command"))
async def a_thread_that_is_answered_stays_interrupted(mock: Mock, asked: Asked) -> Answered:
    answer = await noted(mock, asked)
    answered = any("resume" in each.get("command", {}) for each in bodies(mock, asked))
    interrupted = asked.operation == "get_thread" and answered
    return answer.with_fields(status="interrupted") if interrupted else answer


@wrong("interrupts.resume_by_id", "create_thread_run", also=("get_state",), when=names("command"))
async def an_answer_by_id_is_not_heard(mock: Mock, asked: Asked) -> Answered:
    answer = await noted(mock, asked)
    given = [each.get("command", {}).get("resume") for each in bodies(mock, asked)]
    deaf = asked.operation == "get_state" and any(isinstance(each, dict) for each in given)
    return answer.with_fields(next=["ask"]) if deaf else answer


@wrong(
    "interrupts.rerun_without_answer",
    "create_thread_run",
    also=("get_thread",),
    when=has(assistant_id="hitl"),
)
async def a_graph_asks_only_once(mock: Mock, asked: Asked) -> Answered:
    answer = await noted(mock, asked)
    started = [(each["assistant_id"], "command" in each) for each in bodies(mock, asked)]
    again = asked.operation == "get_thread" and started == [("hitl", False)] * 2
    return answer.with_fields(status="idle") if again else answer


def unasked(answer: Answered) -> Answered:
    values = answer.json if answer.ok else None
    if not isinstance(values, dict) or "__interrupt__" not in values:
        return answer
    return answer.saying({name: value for name, value in values.items() if name != "__interrupt__"})


@wrong("interrupts.wait_or_stream", *SEEING_RUNS, when=names("interrupt_after"))
async def a_run_that_is_seen_stops_after_no_node(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("interrupt_after") if "interrupt_after" in asked.json else asked)


@wrong("interrupts.visible_in_all_reads", *ALL_READS)
async def only_the_latest_state_tells_what_is_asked(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not answer.ok:
        return answer
    several = isinstance(answer.json, list)
    told = [asking_nothing(each) for each in (answer.json if several else [answer.json])]
    return answer.saying(told if several else told[0])


def asking_nothing(latest: Any) -> Any:
    """Return a state or a thread without its interrupts."""
    if "tasks" in latest:
        return {**latest, "tasks": [{**task, "interrupts": []} for task in latest["tasks"]]}
    return {**latest, "interrupts": {}} if "interrupts" in latest else latest
