"""Tests of `client.crons`."""

import pytest
from langgraph_sdk.errors import NotFoundError, UnprocessableEntityError

YEARLY = "0 0 1 1 *"


@pytest.fixture
def cron(client):
    created = client.crons.create("agent", schedule=YEARLY, metadata={"team": "blue"}, enabled=False)
    yield created
    client.crons.delete(created["cron_id"])


def test_a_cron_is_created_read_and_deleted(client, say):
    cron = client.crons.create(
        "agent",
        schedule="0 9 * * mon-fri",
        input=say("hi"),
        config={"tags": ["daily"]},
        end_time=None,
        on_run_completed="keep",
        timezone="Europe/Berlin",
    )
    assert (cron["schedule"], cron["timezone"], cron["on_run_completed"]) == (
        "0 9 * * mon-fri",
        "Europe/Berlin",
        "keep",
    )
    assert client.crons.delete(cron["cron_id"]) is None
    with pytest.raises(NotFoundError):
        client.crons.delete(cron["cron_id"])


def test_a_cron_makes_runs_on_its_thread(client, thread, say, eventually):
    cron = client.crons.create_for_thread(thread, "agent", schedule="* * * * * *", input=say("hi"))
    run = eventually(lambda: client.runs.list(thread))[0]
    client.crons.delete(cron["cron_id"])
    assert client.runs.join(thread, run["run_id"])["messages"][0]["content"] == "hi"


def test_a_cron_is_updated(client, cron):
    changed = client.crons.update(cron["cron_id"], schedule="0 5 * * *", timezone="UTC", metadata={"n": 1})
    assert changed["schedule"] == "0 5 * * *"
    assert changed["metadata"] == {"team": "blue", "n": 1}
    assert changed["next_run_date"] != cron["next_run_date"]
    assert client.crons.update(cron["cron_id"], enabled=True)["enabled"] is True


def test_crons_are_found_and_counted(client, cron, thread):
    on_thread = client.crons.create_for_thread(thread, "agent", schedule=YEARLY, enabled=False)
    crons = client.crons.search(thread_id=thread, enabled=False, limit=5, sort_by="created_at")
    assert [each["cron_id"] for each in crons] == [on_thread["cron_id"]]
    assert client.crons.count(thread_id=thread) == 1
    assert cron["cron_id"] in [each["cron_id"] for each in client.crons.search(metadata={"team": "blue"})]
    client.crons.delete(on_thread["cron_id"])
    assert client.crons.count(thread_id=thread) == 0


def test_an_invalid_schedule_is_rejected(client):
    with pytest.raises(UnprocessableEntityError):
        client.crons.create("agent", schedule="every day")
