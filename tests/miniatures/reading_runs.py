"""Miniatures that show runs wrongly."""

from uuid import UUID

from contract_tests.actions.runs import ABOUT_RUNS, NAMING_A_RUN
from miniatures.miniature import Mock, wrong
from miniatures.started import body, is_plain, noted, reads
from miniatures.words import Answered, Asked, refusing

LONG_AGO = "2001-01-01T00:00:00+00:00"


BY_COMMAND = b"__event_streaming_v2"
"""Key in a run that marks it as started by a command of protocol v2."""


@wrong(
    "runs.create.success",
    "create_thread_run",
    also=("get_thread_run",),
    when=reads("get_thread_run"),
)
async def a_good_run_is_out_of_time(mock: Mock, asked: Asked) -> Answered:
    answer = await noted(mock, asked)
    if asked.operation != "get_thread_run" or not answer.ok or not is_plain(body(mock, asked)):
        return answer
    return answer.with_fields(status="timeout") if answer.json["status"] == "success" else answer


@wrong("runs.create.metadata", "create_thread_run", places=("get_thread_run",))
async def a_run_forgets_its_metadata(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer if BY_COMMAND in answer.content else answer.with_fields(metadata={})


@wrong("runs.create.input", "create_thread_run", places=("get_thread_run",))
async def a_run_does_not_tell_its_input(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(kwargs={})


@wrong("runs.get.stored", "get_thread_run")
async def a_run_is_older_than_it_was(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(created_at=LONG_AGO)


@wrong("runs.get.updated_at", "get_thread_run")
async def a_run_is_never_updated(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(updated_at=LONG_AGO)


@wrong("runs.get.other_thread", "get_thread_run")
async def a_run_is_on_every_thread(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    owner_and_run = asked.headers.get("x-api-key"), asked.run_id
    if answer.ok:
        mock.memory[owner_and_run] = asked
    elsewhere = mock.memory.get(owner_and_run)
    return await mock(elsewhere) if answer.status == 404 and elsewhere else answer


@wrong(
    "runs.after_seconds",
    "create_thread_run",
    places=("get_thread_run", "join_thread_run"),
    when=reads("join_thread_run"),
)
async def a_finished_run_lets_pending_ones_run(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    run = await mock(asked.to("GET", asked.run_path))
    mark = run.json["metadata"].get("contract_check") if run.ok else None
    if asked.operation == "join_thread_run":
        mock.memory[mark] = True
    elif answer.ok and answer.json["status"] == "pending" and mark in mock.memory:
        return answer.with_fields(status="running")
    return answer


@wrong("runs.unknown_run", *NAMING_A_RUN)
async def a_run_never_heard_of_is_a_wrong_request(mock: Mock, asked: Asked) -> Answered:
    look = asked.to("GET", asked.run_path)
    if (await mock(look)).ok or (await mock(look.as_other())).ok:
        mock.memory[asked.run_id] = True
    answer = await mock(asked)
    return refusing(422) if answer.status == 404 and asked.run_id not in mock.memory else answer


@wrong("runs.unknown_thread", "list_thread_runs")
async def a_thread_never_heard_of_has_no_runs(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    foreign = await mock(asked.as_other())
    return answer.saying([], status=200) if answer.status == 404 and not foreign.ok else answer


@wrong("runs.malformed_id", *(name for name in ABOUT_RUNS if name != "cancel_runs"))
async def a_malformed_id_of_a_run_is_unknown(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return refusing(404) if answer.status in {400, 422} and not all(map(is_uuid, ids(asked))) else answer


@wrong("runs.isolation.foreign_id", *ABOUT_RUNS)
async def a_foreign_run_is_forbidden(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if answer.status != 404:
        return answer
    foreign = await mock(asked.as_other().to("GET", place(asked)))
    return refusing(403) if foreign.ok else answer


@wrong(
    "runs.isolation.untouched",
    "create_thread_run",
    "delete_thread_run",
    "cancel_thread_run",
    "cancel_runs",
)
async def a_foreign_run_is_said_to_be_unknown_and_changed(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if answer.status == 404:
        await mock(asked.as_other())
    return answer


@wrong("runs.join.location", "join_thread_run", "join_thread_run_stream")
async def a_joined_run_is_located_without_its_thread(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.located("content-location", f"/runs/{asked.run_id}") if answer.ok else answer


def ids(asked: Asked) -> list[str]:
    return [asked.thread_id, *([asked.run_id] if asked.operation in NAMING_A_RUN else [])]


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def place(asked: Asked) -> str:
    """Return the path of the first run in the body, of the run in the path, or of the thread."""
    run_ids = asked.json.get("run_ids", [])
    if run_ids:
        return f"/threads/{asked.thread_id}/runs/{run_ids[0]}"
    return asked.run_path if asked.operation in NAMING_A_RUN else f"/threads/{asked.thread_id}"
