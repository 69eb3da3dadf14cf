"""Miniatures that start runs wrongly or return wrong runs."""

from contract_tests.operation_groups import HEARING_RUNS, SEEING_RUNS, STARTING, STARTING_ON_A_THREAD
from miniatures.miniature import Mock, wrong
from miniatures.started import NOWHERE, has, names
from miniatures.words import Answered, Asked, refusing


def is_id(asked: Asked) -> bool:
    return len(asked.json.get("assistant_id", "")) == len(NOWHERE)


@wrong("runs.create.pending", "create_thread_run")
async def a_run_is_created_finished(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(status="success")


@wrong("runs.create.thread_id", "create_thread_run")
async def a_run_is_created_on_another_thread(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(thread_id=NOWHERE)


@wrong("runs.create.graph_name", "create_thread_run", when=has(assistant_id="agent"))
async def a_graph_has_no_assistant(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.with_fields(assistant_id=NOWHERE) if asked.json.get("assistant_id") == "agent" else answer


@wrong("runs.create.assistant_id", "create_thread_run", when=is_id)
async def a_run_is_of_another_assistant(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.with_fields(assistant_id=NOWHERE) if is_id(asked) else answer


@wrong("runs.create.location", *STARTING_ON_A_THREAD)
async def a_run_is_located_without_its_thread(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    name = "location" if "location" in answer.headers else "content-location"
    located = answer.headers.get(name, "").removeprefix(f"/threads/{asked.thread_id}")
    return answer.located(name, located) if located else answer


@wrong("runs.if_not_exists.create", *STARTING_ON_A_THREAD, when=has(if_not_exists="create"))
async def no_thread_is_made_for_a_run(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("if_not_exists"))


@wrong("runs.if_not_exists.reject", *STARTING_ON_A_THREAD)
async def a_thread_is_made_for_each_run(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.having(if_not_exists="create"))


@wrong("runs.unknown_assistant", *STARTING, when=is_id)
async def an_unknown_assistant_is_a_bad_request(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return refusing(400) if answer.status == 404 and is_id(asked) else answer


@wrong("runs.unknown_graph", *STARTING, when=has(assistant_id="no-such-graph"))
async def an_unknown_graph_is_a_bad_request(mock: Mock, asked: Asked) -> Answered:
    return refusing(400) if asked.json.get("assistant_id") == "no-such-graph" else await mock(asked)


@wrong("runs.config_and_context", *STARTING, when=names("config", "context"))
async def a_context_overrides_the_configuration(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("config") if "context" in asked.json else asked)


@wrong("runs.unknown_field", "create_thread_run", "create_run", when=names("no_such_field"))
async def an_unknown_field_of_a_run_is_refused(mock: Mock, asked: Asked) -> Answered:
    return refusing(422) if "no_such_field" in asked.json else await mock(asked)


def is_round(asked: Asked) -> bool:
    return asked.json.get("metadata", {}).get("shape") == "round"


@wrong("runs.wait_or_stream.metadata", *SEEING_RUNS, when=is_round)
async def a_run_that_is_seen_has_no_metadata(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("metadata") if is_round(asked) else asked)


def writes(asked: Asked) -> bool:
    return asked.json.get("command", {}).keys() == {"update"}


@wrong("runs.wait_or_stream.command", *SEEING_RUNS, when=writes)
async def a_run_that_is_seen_forgets_its_command(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("command") if writes(asked) else asked)


@wrong("runs.wait_or_stream.after_seconds", *HEARING_RUNS, when=has(after_seconds=1))
async def a_run_that_is_seen_begins_at_once(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("after_seconds"))
