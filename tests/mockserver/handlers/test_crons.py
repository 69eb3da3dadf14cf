"""Crons: create, read, update, delete. `test_cron_runner.py` tests that they fire."""

import orjson
import pytest

from mockserver.errors import AssistantNotFound, BadRequest, CronNotFound, InvalidRequest, ThreadNotFound

NOWHERE = "7d1f5c0a-5a0e-4c43-9d6b-0c8f2a6b1eff"


@pytest.fixture
def ask(ask, monkeypatch):
    """Disable the cron timer, because the event loop of an `Asker` ends with each request."""
    monkeypatch.setattr(ask.world.alarm, "set", lambda due, ring: None)
    return ask


@pytest.fixture
def plan(ask):
    def plan(operation_id="create_cron", *, owner=None, thread_id=None, **body):
        path = {"thread_id": thread_id} if thread_id else {}
        whole = {"assistant_id": "agent", "schedule": "30 5 * * *", **body}
        return ask.json("create_thread_cron" if thread_id else operation_id, whole, owner=owner, **path)

    return plan


def change(ask, cron, **body):
    return ask.json("update_cron", body, cron_id=cron["cron_id"])


def found(ask, **body):
    return [cron["cron_id"] for cron in ask.json("search_crons", body)]


def test_a_cron_is_read_as_it_was_created(ask, plan):
    cron = plan(metadata={"team": "blue", "cron_id": "mine"}, config={"configurable": {"language": "fr"}})
    assert cron["enabled"] is True
    assert cron["thread_id"] is None
    assert cron["on_run_completed"] == "delete"
    assert cron["metadata"] == {"team": "blue"}
    assert cron["payload"]["config"]["configurable"] == {"language": "fr", "cron_id": cron["cron_id"]}
    assert ask.json("get_cron", cron_id=cron["cron_id"]) == cron


def test_a_cron_on_a_thread_says_what_becomes_of_it_only_when_told(ask, plan):
    thread_id = ask.thread()["thread_id"]
    cron = plan(thread_id=thread_id)
    assert (cron["thread_id"], cron["on_run_completed"]) == (thread_id, None)
    assert change(ask, cron, on_run_completed="delete")["on_run_completed"] == "delete"


@pytest.mark.parametrize(
    ("schedule", "timezone", "following"),
    [
        ("30 5 * * *", None, "2025-01-01T05:30:00+00:00"),
        ("30 5 * * *", "Asia/Kolkata", "2025-01-02T00:00:00+00:00"),
        ("30 5 * * *", "America/New_York", "2025-01-01T10:30:00+00:00"),
        ("0 0 * * mon", None, "2025-01-06T00:00:00+00:00"),
        ("@hourly", None, "2025-01-01T01:00:00+00:00"),
        ("* * * * * */10", None, "2025-01-01T00:00:10+00:00"),
        ("0 0 29 2 *", None, "2028-02-29T00:00:00+00:00"),
    ],
)
def test_the_next_run_is_when_the_schedule_says(plan, schedule, timezone, following):
    asked = {"timezone": timezone} if timezone else {}
    assert plan(schedule=schedule, **asked)["next_run_date"] == following


@pytest.mark.parametrize(
    "schedule",
    ["", "every day", "61 * * * *", "* * *", "R * * * *", "\x00", "*/0 * * * *", "1," * 600 + "1 * * * *"],
)
def test_what_is_no_schedule_is_refused(ask, plan, schedule):
    with pytest.raises(InvalidRequest, match="schedule"):
        plan(schedule=schedule)
    with pytest.raises(InvalidRequest, match="schedule"):
        change(ask, plan(), schedule=schedule)


def test_a_schedule_that_names_no_time_is_refused(plan):
    with pytest.raises(BadRequest, match="30 2"):
        plan(schedule="0 0 30 2 *")


@pytest.mark.parametrize("timezone", ["", "Mars/Olympus", "../etc/passwd", "Europe", "x" * 5000, "\x00", "Å"])
def test_what_is_no_time_zone_is_refused(plan, timezone):
    with pytest.raises(InvalidRequest, match="timezone"):
        plan(timezone=timezone)


def test_an_unknown_assistant_or_thread_is_not_found(plan):
    with pytest.raises(AssistantNotFound):
        plan(assistant_id=NOWHERE)
    with pytest.raises(ThreadNotFound):
        plan(thread_id=NOWHERE)


def test_a_run_that_would_be_refused_is_refused_now(ask, plan):
    both = {"context": {"a": 1}, "config": {"configurable": {"b": 2}}}
    with pytest.raises(BadRequest, match="context"):
        plan(**both)
    with pytest.raises(BadRequest, match="context"):
        change(ask, plan(), **both)
    assert found(ask) != []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"config": {"metadata": 5}}, r"body\.config\.metadata"),
        ({"multitask_strategy": {"first": "wins"}}, r"body\.multitask_strategy"),
        ({"multitask_strategy": "wait"}, r"body\.multitask_strategy"),
    ],
)
def test_a_change_after_which_no_run_could_be_made_is_refused(ask, plan, wrong, field):
    cron = plan()
    with pytest.raises(InvalidRequest, match=field):
        change(ask, cron, **wrong)
    assert ask.json("get_cron", cron_id=cron["cron_id"]) == cron


@pytest.mark.parametrize("body", [{"command": 5}, {"after_seconds": "soon"}, {"checkpoint": [], "zzz": 1}])
def test_words_that_are_not_a_cron_s_are_kept(ask, plan, body):
    cron = plan(**body)
    assert cron["payload"].items() >= body.items()
    assert change(ask, cron, **body)["payload"] == cron["payload"]


def test_a_change_leaves_what_it_does_not_name(ask, plan):
    cron = plan(metadata={"a": 1, "b": {"c": 2}}, end_time="2030-01-01T00:00:00Z", input={"messages": []})
    changed = change(ask, cron, metadata={"b": None, "cron_id": "mine"}, config={"tags": ["x"]})
    assert changed["metadata"] == {"a": 1, "b": None}
    assert changed["payload"]["input"] == {"messages": []}
    assert changed["payload"]["config"] == {"tags": ["x"], "configurable": {"cron_id": cron["cron_id"]}}
    assert changed["updated_at"] > cron["updated_at"]
    same = ("cron_id", "created_at", "next_run_date", "end_time", "schedule", "enabled", "assistant_id")
    assert [changed[name] for name in same] == [cron[name] for name in same]


def test_another_schedule_or_time_zone_gives_another_next_run(ask, plan):
    cron = plan()
    assert change(ask, cron, timezone="Asia/Kolkata")["next_run_date"] == "2025-01-02T00:00:00+00:00"
    assert change(ask, cron, schedule="30 6 * * *")["next_run_date"] == "2025-01-01T01:00:00+00:00"


def test_null_takes_the_end_away(ask, plan):
    cron = plan(end_time="2030-01-01T00:00:00Z")
    assert change(ask, cron, end_time=None)["end_time"] is None


@pytest.mark.parametrize("end_time", ["0000-01-01T00:00:00Z", "2016-12-31T23:59:60Z"])
def test_an_end_that_no_calendar_has_is_refused_and_changes_nothing(ask, plan, end_time):
    with pytest.raises(InvalidRequest, match=r"body\.end_time"):
        plan(end_time=end_time)
    assert found(ask) == []
    cron = plan()
    with pytest.raises(InvalidRequest, match=r"body\.end_time"):
        change(ask, cron, end_time=end_time)
    assert ask.json("get_cron", cron_id=cron["cron_id"]) == cron


def test_the_assistant_stays(ask, plan):
    cron = plan()
    changed = change(ask, cron, assistant_id="hitl")
    assert changed["assistant_id"] == changed["payload"]["assistant_id"] == cron["assistant_id"]


def test_nothing_to_change_is_refused(ask, plan):
    with pytest.raises(BadRequest, match="at least one field"):
        change(ask, plan())


def test_a_deleted_cron_is_gone(ask, plan):
    cron = plan()
    assert ask("delete_cron", cron_id=cron["cron_id"]).status == 204
    for operation_id, body in (("get_cron", None), ("delete_cron", None), ("update_cron", {"enabled": True})):
        with pytest.raises(CronNotFound):
            ask(operation_id, body, cron_id=cron["cron_id"])


def test_a_cron_goes_with_its_thread_and_with_its_assistant(ask, plan):
    thread, assistant = ask.thread(), ask.assistant()
    kept = plan()
    plan(thread_id=thread["thread_id"])
    plan(assistant_id=assistant["assistant_id"])
    ask("delete_thread", thread_id=thread["thread_id"])
    ask("delete_assistant", assistant_id=assistant["assistant_id"])
    assert found(ask) == [kept["cron_id"]]


def test_crons_are_found_by_every_condition(ask, plan):
    thread_id = ask.thread()["thread_id"]
    own = ask.assistant()["assistant_id"]
    one = plan(metadata={"n": {"x": 1, "y": 2}})["cron_id"]
    two = plan(thread_id=thread_id, enabled=False)["cron_id"]
    three = plan(assistant_id=own)["cron_id"]
    assert found(ask) == [three, two, one]
    for condition, crons in (
        ({"thread_id": thread_id}, [two]),
        ({"assistant_id": own.upper()}, [three]),
        ({"metadata": {"n": {"x": 1}}}, [one]),
        ({"thread_id": NOWHERE}, []),
    ):
        assert found(ask, **condition) == crons
        assert ask.json("count_crons", condition) == len(crons)
    assert found(ask, enabled=False) == [two]
    assert ask.json("count_crons", {}) == 3
    with pytest.raises(InvalidRequest, match="thread_id"):
        found(ask, thread_id="one")


@pytest.mark.parametrize(
    "sort_by",
    ["cron_id", "assistant_id", "thread_id", "next_run_date", "end_time", "created_at", "updated_at"],
)
def test_crons_are_sorted_by_every_field_also_where_it_is_null(ask, plan, sort_by):
    plan(schedule="0 0 * * *")
    plan(end_time="2030-01-01T00:00:00+02:00", thread_id=ask.thread()["thread_id"])
    plan(end_time="2029-12-31T23:00:00Z", assistant_id=ask.assistant()["assistant_id"])
    up, down = (found(ask, sort_by=sort_by, sort_order=order) for order in ("asc", "desc"))
    assert up == down[::-1]
    assert len(up) == 3


def test_pages_and_chosen_fields(ask, plan):
    crons = [plan()["cron_id"] for _ in range(3)]
    page = ask("search_crons", {"limit": 2, "select": ["cron_id"]})
    assert orjson.loads(orjson.dumps(page.body)) == [{"cron_id": crons[2]}, {"cron_id": crons[1]}]
    assert page.headers == {"X-Pagination-Total": "3", "X-Pagination-Next": "2"}
    assert found(ask, limit=2, offset=2) == [crons[0]]


def test_another_owner_s_cron_is_not_there(ask, plan):
    cron = plan()
    for operation_id, body in (("get_cron", None), ("delete_cron", None), ("update_cron", {"enabled": True})):
        with pytest.raises(CronNotFound):
            ask(operation_id, body, owner="bob", cron_id=cron["cron_id"])
    assert ask.json("search_crons", {}, owner="bob") == []
    assert ask.json("count_crons", {}, owner="bob") == 0
    with pytest.raises(ThreadNotFound):
        plan(thread_id=ask.thread()["thread_id"], owner="bob")
    assert ask.json("get_cron", cron_id=cron["cron_id"]) == cron
