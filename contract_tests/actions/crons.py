"""Crons that start no run unless a check needs one."""

from datetime import datetime, timedelta
from http import HTTPStatus

from contract_tests.actions.resources import create_thread, unproven_assistant
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered

YEARLY = "0 0 1 1 *"

MAX_FOUND = 100
"""Limit of a search above the number of crons that any check creates."""

EACH_SECOND = "* * * * * *"
"""Placeholder in reports for a schedule made by `each_second`."""

SOON_MINUTES = timedelta(minutes=2)
"""Maximum duration of such a schedule. A new day or month may begin during that time."""


def create_by_operation(
    ctx: CheckContext, *, thread_id: str | None = None, other: bool = False, **body: Json
) -> Exchange:
    """Create a cron with the check's mark, on a thread if `thread_id` is given, and return the exchange."""
    metadata = {**body.get("metadata", {}), **ctx.mark}
    operation_id = "create_cron" if thread_id is None else "create_thread_cron"
    assistant_id = body.get("assistant_id") or assistant_for(ctx, operation_id, other=other)
    graph_input = ctx.run_context.graphs.any.input
    plain = {"assistant_id": assistant_id, "input": graph_input, "schedule": YEARLY, "enabled": False}
    whole = {**plain, **body, "metadata": metadata}
    if thread_id is None:
        return ctx.call("create_cron", body=whole, other=other)
    return ctx.call("create_thread_cron", path={"thread_id": thread_id}, body=whole, other=other)


def assistant_for(ctx: CheckContext, operation_id: str, *, other: bool = False) -> str:
    """Return what a cron runs: the graph, or a new assistant of it if the survey saw its name fail.

    That it fails is the finding of another check.
    """
    survey, graph = ctx.run_context.survey, ctx.run_context.graphs.any
    offer = survey.offer(operation_id)
    has_failed = offer.availability == "broken" or offer.status >= HTTPStatus.BAD_REQUEST
    if not graph.is_named or not has_failed or survey.is_missing("create_assistant"):
        return graph.assistant_id
    return str(unproven_assistant(ctx, other=other)["assistant_id"])


def create(ctx: CheckContext, **body: Json) -> Json:
    """Return a cron that was created successfully."""
    return offered(ctx, create_by_operation(ctx, **body)).json


def update(ctx: CheckContext, cron: Json, **body: Json) -> Exchange:
    return ctx.call("update_cron", path={"cron_id": cron["cron_id"]}, body=body)


def get(ctx: CheckContext, cron: Json) -> Exchange:
    return ctx.call("get_cron", path={"cron_id": cron["cron_id"]})


def find(ctx: CheckContext, cron: Json) -> tuple[Exchange, Json]:
    """Return the response with the cron, and the cron, or `None` if it does not exist.

    A target without `get_cron` is searched.
    """
    if not ctx.run_context.survey.is_missing("get_cron"):
        response = get(ctx, cron)
        return response, response.json if response.status != HTTPStatus.NOT_FOUND else None
    found = ctx.need(ctx.call("search_crons", body={"metadata": ctx.mark, "limit": MAX_FOUND}))
    return found, next((each for each in found.json if each["cron_id"] == cron["cron_id"]), None)


def read(ctx: CheckContext, cron: Json) -> tuple[Exchange, Json]:
    """Return what `find` returns, for a cron that must be there."""
    response, found = find(ctx, cron)
    ctx.need(response)
    if found is None:
        raise Blocked("a search does not find the cron", response)
    return response, found


def expect_gone(ctx: CheckContext, cron: Json) -> None:
    """Require that the cron does not exist."""
    response, found = find(ctx, cron)
    if response.operation_id == "get_cron":
        expect.status(ctx, response, 404)
    else:
        expect.equal(ctx, response, found is None, expected=True)


def create_or_update(ctx: CheckContext, **body: Json) -> Exchange:
    """Create or update a cron through the operation under test."""
    match ctx.operation.id:
        case "create_thread_cron":
            return create_by_operation(ctx, thread_id=create_thread(ctx)["thread_id"], **body)
        case "update_cron":
            marked = {"metadata": {**body["metadata"], **ctx.mark}} if "metadata" in body else {}
            return update(ctx, create(ctx), **body | marked)
    return create_by_operation(ctx, **body)


def find_by_operation(ctx: CheckContext, *, other: bool = False, **conditions: Json) -> tuple[Exchange, int]:
    """Search or count through the operation under test; return the response and the number of crons."""
    response = ctx.need(ctx.call(ctx.operation.id, body=conditions, other=other))
    return response, len(response.json) if ctx.operation.id == "search_crons" else response.json


def each_second(ctx: CheckContext, now: datetime) -> str:
    """Return a schedule that fires every second from now on, and no longer after a few minutes.

    An `end_time` would be simpler, but it stops all crons of the reference server.
    Reports show `EACH_SECOND` instead.
    """
    times = [now, now + SOON_MINUTES / 2, now + SOON_MINUTES]
    fields = [
        {time.minute for time in times},
        {time.hour for time in times},
        {time.day for time in times},
        {time.month for time in times},
    ]
    schedule = " ".join(",".join(map(str, sorted(each))) for each in fields) + " * *"
    ctx.shown[schedule] = EACH_SECOND
    return schedule


def is_soon(cron: Json, now: datetime) -> bool:
    """Return whether the target reads the last field of a schedule as seconds."""
    try:
        return datetime.fromisoformat(cron["next_run_date"]) <= now + SOON_MINUTES
    except (TypeError, ValueError):
        return False
