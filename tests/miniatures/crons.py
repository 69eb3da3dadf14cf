"""Miniatures with faults in crons."""

from contract_tests.operation_groups import CREATING_RUNS_LATER, FINDING_CRONS
from miniatures.http_messages import MARK, Request, Response, refusing
from miniatures.miniature import Mock, wrong
from miniatures.started import has, losing, names

CREATING = ("create_cron", "create_thread_cron")
NAMING = ("get_cron", "update_cron", "delete_cron")


FIVE = 5
"""Number of blanks in a schedule with seconds."""


@wrong("crons.create.stored", *CREATING, when=names("metadata"))
async def a_new_cron_loses_its_shape(mock: Mock, request: Request) -> Response:
    kept = {name: value for name, value in request.metadata.items() if name != "shape"}
    return await mock(request.with_fields(metadata=kept) if "metadata" in request.json else request)


@wrong("crons.next_run_date", *CREATING_RUNS_LATER, when=names("schedule"))
async def it_is_always_midnight(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if request.json.get("schedule") != "30 5 * * *" or "timezone" in request.json:
        return response
    return response.with_fields(next_run_date="2025-01-02T00:00:00+00:00")


@wrong("crons.timezone", *CREATING_RUNS_LATER, when=names("timezone"))
async def every_time_zone_is_utc(mock: Mock, request: Request) -> Response:
    return await mock(request.with_fields(timezone="UTC") if "timezone" in request.json else request)


@wrong("crons.invalid_schedule", *CREATING_RUNS_LATER, when=names("schedule"))
async def an_invalid_schedule_is_a_bad_request(mock: Mock, request: Request) -> Response:
    return refusing(400) if request.json.get("schedule") == "61 * * * *" else await mock(request)


@wrong("crons.update.metadata", "update_cron", when=names("metadata"))
async def new_metadata_is_dropped(mock: Mock, request: Request) -> Response:
    return await mock(request.with_fields(metadata={}) if "metadata" in request.json else request)


@wrong("crons.update.end_time", "update_cron", when=names("end_time"))
async def a_cron_never_loses_its_end(mock: Mock, request: Request) -> Response:
    forever = "end_time" in request.json and request.json["end_time"] is None
    return await mock(request.with_fields(end_time="2099-01-01T00:00:00Z") if forever else request)


@wrong("crons.update.no_fields", "update_cron")
async def nothing_can_be_changed(mock: Mock, request: Request) -> Response:
    nothing = request.content == b"{}"
    return await mock(request.with_fields(metadata={}) if nothing else request)


@wrong("crons.delete.not_found", "delete_cron")
async def delete_keeps_the_cron(mock: Mock, request: Request) -> Response:
    read = await mock(request.to("GET", request.path))
    return Response(204, {}, b"") if read.ok else await mock(request)


@wrong("crons.unknown_id", *NAMING)
async def an_unknown_cron_is_unprocessable(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    known_paths = mock.memory.setdefault("known", set())
    if response.status == 404 and request.path not in known_paths and not await exists(mock, request):
        return refusing(422)
    known_paths.add(request.path)
    return response


async def exists(mock: Mock, request: Request) -> bool:
    """Return whether either owner has the cron."""
    return any([(await mock(each.to("GET", request.path))).ok for each in (request, request.as_other())])


@wrong("crons.isolation", *NAMING)
async def a_foreign_cron_is_unprocessable(mock: Mock, request: Request) -> Response:
    foreign = (await mock(request.as_other().to("GET", request.path))).ok
    return refusing(422) if foreign else await mock(request)


@wrong("crons.isolation.search", *FINDING_CRONS)
async def search_finds_foreign_crons(mock: Mock, request: Request) -> Response:
    own, foreign = await mock(request), await mock(request.as_other())
    return own.with_json(own.json or foreign.json) if own.ok else own


@wrong("crons.search.thread_id", *FINDING_CRONS, when=names("thread_id"))
async def crons_are_found_on_every_thread(mock: Mock, request: Request) -> Response:
    return await mock(request.without("thread_id") if "thread_id" in request.json else request)


@wrong("crons.search.assistant_id", *FINDING_CRONS, when=names("assistant_id"))
async def crons_are_found_of_every_assistant(mock: Mock, request: Request) -> Response:
    return await mock(request.without("assistant_id") if "assistant_id" in request.json else request)


@wrong("crons.search.limit", "search_crons", when=names("offset"))
async def every_page_of_crons_is_the_first(mock: Mock, request: Request) -> Response:
    counts_pages = request.metadata.get(MARK, "").endswith("pagination_headers")
    return await mock(losing(request, "offset") if not counts_pages else request)


@wrong("crons.search.metadata", *FINDING_CRONS, when=names("metadata"))
async def crons_are_found_by_no_colour(mock: Mock, request: Request) -> Response:
    kept = {name: value for name, value in request.metadata.items() if name != "colour"}
    return await mock(request.with_fields(metadata=kept) if "metadata" in request.json else request)


@wrong("crons.search.enabled", "search_crons", when=names("enabled"))
async def crons_are_found_whether_enabled_or_not(mock: Mock, request: Request) -> Response:
    return await mock(request.without("enabled") if "enabled" in request.json else request)


@wrong("crons.search.end_time", "search_crons", when=names("sort_by"))
async def crons_are_not_sorted_by_their_end(mock: Mock, request: Request) -> Response:
    return await mock(request.without("sort_by") if request.json.get("sort_by") == "end_time" else request)


@wrong("crons.deleted_with_thread", "create_thread_cron", places=("delete_thread", "get_cron"))
async def crons_outlive_their_thread(mock: Mock, request: Request) -> Response:
    outlived = mock.memory.setdefault("outlived", {})
    if request.operation == "get_cron":
        response = await mock(request)
        return response.with_json(outlived[request.path], 200) if request.path in outlived else response
    crons = await mock(request.to("POST", "/runs/crons/search", {"thread_id": request.thread_id}))
    outlived |= {f"/runs/crons/{cron['cron_id']}": cron for cron in crons.json} if crons.ok else {}
    return await mock(request)


@wrong("crons.create.settings", *CREATING_RUNS_LATER, when=names("interrupt_before"))
async def crons_omit_the_stream_mode(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not response.ok or "interrupt_before" not in request.json:
        return response
    payload = {name: value for name, value in response.json["payload"].items() if name != "stream_mode"}
    return response.with_fields(payload=payload)


@wrong("crons.enabled", *CREATING_RUNS_LATER, when=has(enabled=True))
async def enabled_crons_are_paused(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    is_enabled = response.ok and request.json.get("enabled") is True
    return response.with_fields(enabled=False) if is_enabled else response


@wrong("crons.search.pagination_headers", "search_crons")
async def crons_have_another_page_after_the_last(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    is_last = response.ok and "x-pagination-next" not in response.headers
    return response.located("x-pagination-next", "3") if is_last else response


@wrong("crons.create.webhook", *CREATING_RUNS_LATER, when=names("webhook"))
async def crons_lose_their_webhook(mock: Mock, request: Request) -> Response:
    return await mock(losing(request, "webhook"))


@wrong("crons.runs_on_schedule", *CREATING, when=names("schedule"))
async def crons_with_seconds_make_no_runs(mock: Mock, request: Request) -> Response:
    if str(request.json.get("schedule")).count(" ") < FIVE:
        return await mock(request)
    response = await mock(request.with_fields(enabled=False))
    return response.with_fields(enabled=True) if response.ok else response


@wrong("crons.search.select", "search_crons", when=names("select"))
async def a_search_of_crons_ignores_select(mock: Mock, request: Request) -> Response:
    return await mock(request.without("select") if "select" in request.json else request)
