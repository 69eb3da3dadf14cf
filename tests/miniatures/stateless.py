"""Miniatures with faults in stateless runs."""

import json
from dataclasses import replace

from contract_tests.operation_groups import STARTING_ALONE
from miniatures.events import Event
from miniatures.miniature import Mock, wrong
from miniatures.started import NOWHERE, has, names
from miniatures.words import MARK, Answered, Asked, refusing


@wrong("stateless_runs.create.pending", "create_run")
async def a_stateless_run_is_created_finished(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(status="success")


@wrong("stateless_runs.wait.values", "wait_run")
async def waiting_without_a_thread_is_answered_without_the_answer(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    messages = answer.json.get("messages", []) if answer.ok else []
    return answer.with_fields(messages=messages[:1]) if messages else answer


@wrong("stateless_runs.stream.values", "stream_run")
async def the_stream_of_a_stateless_run_has_only_what_was_said(mock: Mock, asked: Asked) -> Answered:
    def shortened(event: Event) -> Event:
        values = event.name == "values"
        return event.having(messages=event.data["messages"][:1]) if values else event

    answer = await mock(asked)
    return answer if "stream_mode" in asked.json else answer.each(shortened)


@wrong("stateless_runs.stream.updates", "stream_run")
async def the_stream_of_a_stateless_run_has_no_updates(mock: Mock, asked: Asked) -> Answered:
    both = asked.json.get("stream_mode") == ["updates", "values"]
    answer = await mock(asked)
    return answer.each(lambda event: None if event.name == "updates" else event) if both else answer


@wrong("stateless_runs.deletes_thread", *STARTING_ALONE)
async def a_stateless_run_leaves_its_thread(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.having(on_completion="keep"))


@wrong("stateless_runs.on_completion_keep", *STARTING_ALONE, when=names("on_completion"))
async def a_stateless_run_never_leaves_its_thread(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("on_completion"))


@wrong("stateless_runs.no_shared_state", "wait_run")
async def stateless_runs_go_on_from_each_other(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    messages = answer.json.get("messages", []) if answer.ok else []
    before = mock.memory.setdefault(asked.metadata.get(MARK), [])
    whole = [*before, *messages]
    before += messages
    return answer.with_fields(messages=whole) if messages else answer


@wrong("stateless_runs.resume_rejected", *STARTING_ALONE, when=names("command"))
async def there_is_always_something_to_resume(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("command"))


@wrong("stateless_runs.location", *STARTING_ALONE)
async def a_stateless_run_is_located_by_no_id(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if "location" in answer.headers:
        return answer.located("location", f"/runs/{NOWHERE}/join")
    return answer.located("content-location", "/runs/1") if answer.ok else answer


@wrong("stateless_runs.error", "wait_run", when=has(assistant_id="failing"))
async def waiting_for_a_stateless_failure_is_answered_with_nothing(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.saying({}) if asked.json.get("assistant_id") == "failing" else answer


@wrong("stateless_runs.batch.order", "create_runs_batch")
async def a_batch_is_answered_backwards(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    runs = answer.json if answer.ok else []
    return answer.saying(runs[::-1]) if len(runs) > len("ab") else answer


@wrong("stateless_runs.batch.separate_threads", "create_runs_batch")
async def all_runs_of_a_batch_are_the_first(mock: Mock, asked: Asked) -> Answered:
    runs = json.loads(asked.content)
    if len(runs) != len("ab"):
        return await mock(asked)
    return await mock(replace(asked, content=json.dumps([runs[0], runs[0]]).encode()))


@wrong("stateless_runs.batch.invalid_run", "create_runs_batch")
async def a_batch_of_an_unknown_assistant_is_a_bad_request(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return refusing(400) if answer.status == 404 else answer
