"""Crons that start no run unless a check needs one."""

from datetime import datetime, timedelta

from contract_tests.actions.resources import create_thread
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness.expect import offered
from contract_tests.harness.trial import Trial

YEARLY = "0 0 1 1 *"

EACH_SECOND = "* * * * * *"
"""Placeholder in reports for a schedule made by `each_second`."""

SOON = timedelta(minutes=2)
"""Maximum duration of such a schedule. A new day or month may begin during that time."""


def ask(trial: Trial, *, thread_id: str | None = None, other: bool = False, **body: Json) -> Exchange:
    """Create a cron with the check's mark, on a thread if `thread_id` is given, and return the exchange."""
    metadata = {**body.get("metadata", {}), **trial.mark}
    plain = {"assistant_id": trial.graph_for("assistant"), "schedule": YEARLY, "enabled": False}
    whole = {**plain, **body, "metadata": metadata}
    if thread_id is None:
        return trial.call("create_cron", body=whole, other=other)
    return trial.call("create_thread_cron", path={"thread_id": thread_id}, body=whole, other=other)


def plan(trial: Trial, **body: Json) -> Json:
    """Return a cron that was created successfully."""
    return offered(trial, ask(trial, **body)).json


def change(trial: Trial, cron: Json, **body: Json) -> Exchange:
    return trial.call("update_cron", path={"cron_id": cron["cron_id"]}, body=body)


def get(trial: Trial, cron: Json) -> Exchange:
    return trial.call("get_cron", path={"cron_id": cron["cron_id"]})


def put(trial: Trial, **body: Json) -> Exchange:
    """Create or update a cron through the operation under test."""
    match trial.operation.id:
        case "create_thread_cron":
            return ask(trial, thread_id=create_thread(trial)["thread_id"], **body)
        case "update_cron":
            return change(trial, plan(trial), **body)
    return ask(trial, **body)


def found(trial: Trial, *, other: bool = False, **conditions: Json) -> tuple[Exchange, int]:
    """Search or count through the operation under test; return the response and the number of crons."""
    answer = trial.need(trial.call(trial.operation.id, body=conditions, other=other))
    return answer, len(answer.json) if trial.operation.id == "search_crons" else answer.json


def each_second(trial: Trial, now: datetime) -> str:
    """Return a schedule that fires every second from now on, and no longer after a few minutes.

    An `end_time` would be simpler, but it stops all crons of the reference server.
    Reports show `EACH_SECOND` instead.
    """
    times = [now, now + SOON / 2, now + SOON]
    fields = [
        {time.minute for time in times},
        {time.hour for time in times},
        {time.day for time in times},
        {time.month for time in times},
    ]
    schedule = " ".join(",".join(map(str, sorted(each))) for each in fields) + " * *"
    trial.shown[schedule] = EACH_SECOND
    return schedule


def is_soon(cron: Json, now: datetime) -> bool:
    """Return whether the target reads the last field of a schedule as seconds."""
    try:
        return datetime.fromisoformat(cron["next_run_date"]) <= now + SOON
    except (TypeError, ValueError):
        return False
