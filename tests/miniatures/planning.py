"""Miniatures with faults in crons."""

from contract_tests.operation_groups import FINDING_CRONS, PLANNING_RUNS
from miniatures.miniature import Mock, wrong
from miniatures.started import names
from miniatures.words import Answered, Asked, refusing

CREATING = ("create_cron", "create_thread_cron")
NAMING = ("get_cron", "update_cron", "delete_cron")


FIVE = 5
"""Number of blanks in a schedule with seconds."""


@wrong("crons.create.stored", *CREATING, when=names("metadata"))
async def a_new_cron_loses_its_shape(mock: Mock, asked: Asked) -> Answered:
    kept = {name: value for name, value in asked.metadata.items() if name != "shape"}
    return await mock(asked.having(metadata=kept) if "metadata" in asked.json else asked)


@wrong("crons.next_run_date", *PLANNING_RUNS, when=names("schedule"))
async def it_is_always_midnight(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if asked.json.get("schedule") != "30 5 * * *" or "timezone" in asked.json:
        return answer
    return answer.with_fields(next_run_date="2025-01-02T00:00:00+00:00")


@wrong("crons.timezone", *PLANNING_RUNS, when=names("timezone"))
async def every_time_zone_is_utc(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.having(timezone="UTC") if "timezone" in asked.json else asked)


@wrong("crons.invalid_schedule", *PLANNING_RUNS, when=names("schedule"))
async def what_is_no_schedule_is_a_bad_request(mock: Mock, asked: Asked) -> Answered:
    return refusing(400) if asked.json.get("schedule") == "61 * * * *" else await mock(asked)


@wrong("crons.update.metadata", "update_cron", when=names("metadata"))
async def new_metadata_is_dropped(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.having(metadata={}) if "metadata" in asked.json else asked)


@wrong("crons.update.end_time", "update_cron", when=names("end_time"))
async def a_cron_never_loses_its_end(mock: Mock, asked: Asked) -> Answered:
    forever = "end_time" in asked.json and asked.json["end_time"] is None
    return await mock(asked.having(end_time="2099-01-01T00:00:00Z") if forever else asked)


@wrong("crons.update.no_fields", "update_cron")
async def nothing_can_be_changed(mock: Mock, asked: Asked) -> Answered:
    nothing = asked.content == b"{}"
    return await mock(asked.having(metadata={}) if nothing else asked)


@wrong("crons.delete.not_found", "delete_cron")
async def a_deleted_cron_is_only_told_to_be_gone(mock: Mock, asked: Asked) -> Answered:
    read = await mock(asked.to("GET", asked.path))
    return Answered(204, {}, b"") if read.ok else await mock(asked)


@wrong("crons.unknown_id", *NAMING)
async def an_unknown_cron_is_unprocessable(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    known = mock.memory.setdefault("known", set())
    if answer.status == 404 and asked.path not in known and not await exists(mock, asked):
        return refusing(422)
    known.add(asked.path)
    return answer


async def exists(mock: Mock, asked: Asked) -> bool:
    """Return whether either owner has the cron."""
    return any([(await mock(each.to("GET", asked.path))).ok for each in (asked, asked.as_other())])


@wrong("crons.isolation", *NAMING)
async def a_foreign_cron_is_unprocessable(mock: Mock, asked: Asked) -> Answered:
    foreign = (await mock(asked.as_other().to("GET", asked.path))).ok
    return refusing(422) if foreign else await mock(asked)


@wrong("crons.isolation.search", *FINDING_CRONS)
async def crons_of_everyone_are_found(mock: Mock, asked: Asked) -> Answered:
    mine, others = await mock(asked), await mock(asked.as_other())
    return mine.saying(mine.json or others.json) if mine.ok else mine


@wrong("crons.search.thread_id", *FINDING_CRONS, when=names("thread_id"))
async def crons_are_found_on_every_thread(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("thread_id") if "thread_id" in asked.json else asked)


@wrong("crons.search.assistant_id", *FINDING_CRONS, when=names("assistant_id"))
async def crons_are_found_of_every_assistant(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("assistant_id") if "assistant_id" in asked.json else asked)


@wrong("crons.search.limit", "search_crons", when=names("offset"))
async def every_page_of_crons_is_the_first(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("offset") if "offset" in asked.json else asked)


@wrong("crons.search.metadata", *FINDING_CRONS, when=names("metadata"))
async def crons_are_found_by_no_colour(mock: Mock, asked: Asked) -> Answered:
    kept = {name: value for name, value in asked.metadata.items() if name != "colour"}
    return await mock(asked.having(metadata=kept) if "metadata" in asked.json else asked)


@wrong("crons.search.enabled", "search_crons", when=names("enabled"))
async def crons_are_found_whether_enabled_or_not(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("enabled") if "enabled" in asked.json else asked)


@wrong("crons.search.end_time", "search_crons", when=names("sort_by"))
async def crons_are_not_sorted_by_their_end(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("sort_by") if asked.json.get("sort_by") == "end_time" else asked)


@wrong("crons.deleted_with_thread", "create_thread_cron", places=("delete_thread", "get_cron"))
async def crons_outlive_their_thread(mock: Mock, asked: Asked) -> Answered:
    outlived = mock.memory.setdefault("outlived", {})
    if asked.operation == "get_cron":
        answer = await mock(asked)
        return answer.saying(outlived[asked.path], 200) if asked.path in outlived else answer
    crons = await mock(asked.to("POST", "/runs/crons/search", {"thread_id": asked.thread_id}))
    outlived |= {f"/runs/crons/{cron['cron_id']}": cron for cron in crons.json} if crons.ok else {}
    return await mock(asked)


@wrong("crons.create.settings", *PLANNING_RUNS, when=names("interrupt_before"))
async def crons_do_not_tell_how_their_runs_stream(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not answer.ok or "interrupt_before" not in asked.json:
        return answer
    told = {name: value for name, value in answer.json["payload"].items() if name != "stream_mode"}
    return answer.with_fields(payload=told)


@wrong("crons.runs_on_schedule", *CREATING, when=names("schedule"))
async def crons_with_seconds_make_no_runs(mock: Mock, asked: Asked) -> Answered:
    if str(asked.json.get("schedule")).count(" ") < FIVE:
        return await mock(asked)
    answer = await mock(asked.having(enabled=False))
    return answer.with_fields(enabled=True) if answer.ok else answer
