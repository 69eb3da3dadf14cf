"""Crons: create, read, update, delete. `runs/test_cron_runs.py` tests that they fire."""

import orjson
import pytest

from mockserver.errors import AssistantNotFound, BadRequest, CronNotFound, InvalidRequest, ThreadNotFound

NOWHERE = "7d1f5c0a-5a0e-4c43-9d6b-0c8f2a6b1eff"


@pytest.fixture
def client(client, monkeypatch):
    """Disable the cron timer, because the event loop of an `Asker` ends with each request."""
    monkeypatch.setattr(client.world.alarm, "set", lambda due, ring: None)
    return client


@pytest.fixture
def create_cron(client):
    def create_cron(operation_id="create_cron", *, owner=None, thread_id=None, **body):
        path = {"thread_id": thread_id} if thread_id else {}
        full_body = {"assistant_id": "agent", "schedule": "30 5 * * *", **body}
        return client.json(
            "create_thread_cron" if thread_id else operation_id, full_body, owner=owner, **path
        )

    return create_cron


def change(client, cron, **body):
    return client.json("update_cron", body, cron_id=cron["cron_id"])


def search(client, **body):
    return [cron["cron_id"] for cron in client.json("search_crons", body)]


def test_a_cron_is_read_as_it_was_created(client, create_cron):
    cron = create_cron(
        metadata={"team": "blue", "cron_id": "mine"}, config={"configurable": {"language": "fr"}}
    )
    assert cron["enabled"] is True
    assert cron["thread_id"] is None
    assert cron["on_run_completed"] == "delete"
    assert cron["metadata"] == {"team": "blue"}
    assert cron["payload"]["config"]["configurable"] == {"language": "fr", "cron_id": cron["cron_id"]}
    assert client.json("get_cron", cron_id=cron["cron_id"]) == cron


def test_a_thread_cron_has_on_run_completed_only_if_it_was_sent(client, create_cron):
    thread_id = client.thread()["thread_id"]
    cron = create_cron(thread_id=thread_id)
    assert (cron["thread_id"], cron["on_run_completed"]) == (thread_id, None)
    assert change(client, cron, on_run_completed="delete")["on_run_completed"] == "delete"


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
def test_the_next_run_date_follows_the_schedule(create_cron, schedule, timezone, following):
    options = {"timezone": timezone} if timezone else {}
    assert create_cron(schedule=schedule, **options)["next_run_date"] == following


@pytest.mark.parametrize(
    "schedule",
    ["", "every day", "61 * * * *", "* * *", "R * * * *", "\x00", "*/0 * * * *", "1," * 600 + "1 * * * *"],
)
def test_an_invalid_schedule_is_rejected(client, create_cron, schedule):
    with pytest.raises(InvalidRequest, match="schedule"):
        create_cron(schedule=schedule)
    with pytest.raises(InvalidRequest, match="schedule"):
        change(client, create_cron(), schedule=schedule)


def test_a_schedule_without_a_next_time_is_rejected(create_cron):
    with pytest.raises(BadRequest, match="30 2"):
        create_cron(schedule="0 0 30 2 *")


@pytest.mark.parametrize("timezone", ["", "Mars/Olympus", "../etc/passwd", "Europe", "x" * 5000, "\x00", "Å"])
def test_an_unknown_time_zone_is_rejected(create_cron, timezone):
    with pytest.raises(InvalidRequest, match="timezone"):
        create_cron(timezone=timezone)


def test_an_unknown_assistant_or_thread_is_not_found(create_cron):
    with pytest.raises(AssistantNotFound):
        create_cron(assistant_id=NOWHERE)
    with pytest.raises(ThreadNotFound):
        create_cron(thread_id=NOWHERE)


def test_invalid_run_settings_are_rejected_at_creation(client, create_cron):
    both = {"context": {"a": 1}, "config": {"configurable": {"b": 2}}}
    with pytest.raises(BadRequest, match="context"):
        create_cron(**both)
    with pytest.raises(BadRequest, match="context"):
        change(client, create_cron(), **both)
    assert search(client) != []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"config": {"metadata": 5}}, r"body\.config\.metadata"),
        ({"multitask_strategy": {"first": "wins"}}, r"body\.multitask_strategy"),
        ({"multitask_strategy": "wait"}, r"body\.multitask_strategy"),
    ],
)
def test_an_update_to_invalid_run_settings_is_rejected(client, create_cron, wrong, field):
    cron = create_cron()
    with pytest.raises(InvalidRequest, match=field):
        change(client, cron, **wrong)
    assert client.json("get_cron", cron_id=cron["cron_id"]) == cron


@pytest.mark.parametrize("body", [{"command": 5}, {"after_seconds": "soon"}, {"checkpoint": [], "zzz": 1}])
def test_unknown_fields_are_kept(client, create_cron, body):
    cron = create_cron(**body)
    assert cron["payload"].items() >= body.items()
    assert change(client, cron, **body)["payload"] == cron["payload"]


def test_an_update_keeps_fields_that_it_does_not_name(client, create_cron):
    cron = create_cron(
        metadata={"a": 1, "b": {"c": 2}}, end_time="2030-01-01T00:00:00Z", input={"messages": []}
    )
    changed = change(client, cron, metadata={"b": None, "cron_id": "mine"}, config={"tags": ["x"]})
    assert changed["metadata"] == {"a": 1, "b": None}
    assert changed["payload"]["input"] == {"messages": []}
    assert changed["payload"]["config"] == {"tags": ["x"], "configurable": {"cron_id": cron["cron_id"]}}
    assert changed["updated_at"] > cron["updated_at"]
    same = ("cron_id", "created_at", "next_run_date", "end_time", "schedule", "enabled", "assistant_id")
    assert [changed[name] for name in same] == [cron[name] for name in same]


def test_another_schedule_or_time_zone_gives_another_next_run(client, create_cron):
    cron = create_cron()
    assert change(client, cron, timezone="Asia/Kolkata")["next_run_date"] == "2025-01-02T00:00:00+00:00"
    assert change(client, cron, schedule="30 6 * * *")["next_run_date"] == "2025-01-01T01:00:00+00:00"


def test_null_removes_the_end(client, create_cron):
    cron = create_cron(end_time="2030-01-01T00:00:00Z")
    assert change(client, cron, end_time=None)["end_time"] is None


@pytest.mark.parametrize("end_time", ["0000-01-01T00:00:00Z", "2016-12-31T23:59:60Z"])
def test_an_invalid_end_time_is_rejected_and_changes_nothing(client, create_cron, end_time):
    with pytest.raises(InvalidRequest, match=r"body\.end_time"):
        create_cron(end_time=end_time)
    assert search(client) == []
    cron = create_cron()
    with pytest.raises(InvalidRequest, match=r"body\.end_time"):
        change(client, cron, end_time=end_time)
    assert client.json("get_cron", cron_id=cron["cron_id"]) == cron


def test_the_assistant_stays(client, create_cron):
    cron = create_cron()
    changed = change(client, cron, assistant_id="hitl")
    assert changed["assistant_id"] == changed["payload"]["assistant_id"] == cron["assistant_id"]


def test_an_empty_update_is_rejected(client, create_cron):
    with pytest.raises(BadRequest, match="at least one field"):
        change(client, create_cron())


def test_a_deleted_cron_is_gone(client, create_cron):
    cron = create_cron()
    assert client("delete_cron", cron_id=cron["cron_id"]).status == 204
    for operation_id, body in (("get_cron", None), ("delete_cron", None), ("update_cron", {"enabled": True})):
        with pytest.raises(CronNotFound):
            client(operation_id, body, cron_id=cron["cron_id"])


def test_a_cron_is_deleted_with_its_thread_or_assistant(client, create_cron):
    thread, assistant = client.thread(), client.assistant()
    remaining = create_cron()
    create_cron(thread_id=thread["thread_id"])
    create_cron(assistant_id=assistant["assistant_id"])
    client("delete_thread", thread_id=thread["thread_id"])
    client("delete_assistant", assistant_id=assistant["assistant_id"])
    assert search(client) == [remaining["cron_id"]]


def test_crons_are_found_by_every_condition(client, create_cron):
    thread_id = client.thread()["thread_id"]
    assistant_id = client.assistant()["assistant_id"]
    one = create_cron(metadata={"n": {"x": 1, "y": 2}})["cron_id"]
    two = create_cron(thread_id=thread_id, enabled=False)["cron_id"]
    three = create_cron(assistant_id=assistant_id)["cron_id"]
    assert search(client) == [three, two, one]
    for condition, crons in (
        ({"thread_id": thread_id}, [two]),
        ({"assistant_id": assistant_id.upper()}, [three]),
        ({"metadata": {"n": {"x": 1}}}, [one]),
        ({"thread_id": NOWHERE}, []),
    ):
        assert search(client, **condition) == crons
        assert client.json("count_crons", condition) == len(crons)
    assert search(client, enabled=False) == [two]
    assert client.json("count_crons", {}) == 3
    with pytest.raises(InvalidRequest, match="thread_id"):
        search(client, thread_id="one")


@pytest.mark.parametrize(
    "sort_by",
    ["cron_id", "assistant_id", "thread_id", "next_run_date", "end_time", "created_at", "updated_at"],
)
def test_crons_are_sorted_by_every_field_also_where_it_is_null(client, create_cron, sort_by):
    create_cron(schedule="0 0 * * *")
    create_cron(end_time="2030-01-01T00:00:00+02:00", thread_id=client.thread()["thread_id"])
    create_cron(end_time="2029-12-31T23:00:00Z", assistant_id=client.assistant()["assistant_id"])
    up, down = (search(client, sort_by=sort_by, sort_order=order) for order in ("asc", "desc"))
    assert up == down[::-1]
    assert len(up) == 3


def test_pages_and_chosen_fields(client, create_cron):
    crons = [create_cron()["cron_id"] for _ in range(3)]
    page = client("search_crons", {"limit": 2, "select": ["cron_id"]})
    assert orjson.loads(orjson.dumps(page.body)) == [{"cron_id": crons[2]}, {"cron_id": crons[1]}]
    assert page.headers == {"X-Pagination-Total": "3", "X-Pagination-Next": "2"}
    assert search(client, limit=2, offset=2) == [crons[0]]


def test_another_owners_cron_is_not_found(client, create_cron):
    cron = create_cron()
    for operation_id, body in (("get_cron", None), ("delete_cron", None), ("update_cron", {"enabled": True})):
        with pytest.raises(CronNotFound):
            client(operation_id, body, owner="bob", cron_id=cron["cron_id"])
    assert client.json("search_crons", {}, owner="bob") == []
    assert client.json("count_crons", {}, owner="bob") == 0
    with pytest.raises(ThreadNotFound):
        create_cron(thread_id=client.thread()["thread_id"], owner="bob")
    assert client.json("get_cron", cron_id=cron["cron_id"]) == cron
