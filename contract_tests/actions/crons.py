"""Crons of a trial: ones that make no run, unless a rule says so."""

from datetime import datetime, timedelta

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness.expect import offered
from contract_tests.harness.trial import Trial

YEARLY = "0 0 1 1 *"

EACH_SECOND = "* * * * * *"
"""What a schedule that `each_second` makes comes to, while it lasts."""

SOON = timedelta(minutes=2)
"""How long it lasts, at the most: a day or a month may begin in between."""


def ask(trial: Trial, *, thread_id: str | None = None, other: bool = False, **body: Json) -> Exchange:
    """Ask for a cron with the trial's mark; on a thread, if there is one."""
    metadata = {**body.get("metadata", {}), **trial.mark}
    plain = {"assistant_id": trial.assistant, "schedule": YEARLY, "enabled": False}
    whole = {**plain, **body, "metadata": metadata}
    if thread_id is None:
        return trial.call("create_cron", body=whole, other=other)
    return trial.call("create_thread_cron", path={"thread_id": thread_id}, body=whole, other=other)


def plan(trial: Trial, **body: Json) -> Json:
    """A cron that was created."""
    return offered(trial, ask(trial, **body)).json


def change(trial: Trial, cron: Json, **body: Json) -> Exchange:
    return trial.call("update_cron", path={"cron_id": cron["cron_id"]}, body=body)


def get(trial: Trial, cron: Json) -> Exchange:
    return trial.call("get_cron", path={"cron_id": cron["cron_id"]})


def put(trial: Trial, **body: Json) -> Exchange:
    """Have a cron as the rule's operation does: create it, create it on a thread, or change one."""
    match trial.operation.id:
        case "create_thread_cron":
            return ask(trial, thread_id=trial.create_thread()["thread_id"], **body)
        case "update_cron":
            return change(trial, plan(trial), **body)
    return ask(trial, **body)


def found(trial: Trial, *, other: bool = False, **conditions: Json) -> tuple[Exchange, int]:
    """How many crons the rule's operation finds, search or count."""
    answer = trial.need(trial.call(trial.operation.id, body=conditions, other=other))
    return answer, len(answer.json) if trial.operation.id == "search_crons" else answer.json


def each_second(trial: Trial, now: datetime) -> str:
    """A schedule of every second from now on, and of none after some minutes: what makes runs ends by itself.

    An `end_time` would say so, but stops all crons of the reference server. Reports have `EACH_SECOND`.
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
    """Whether the target reads the schedule as it is meant, with the seconds last."""
    try:
        return datetime.fromisoformat(cron["next_run_date"]) <= now + SOON
    except (TypeError, ValueError):
        return False
