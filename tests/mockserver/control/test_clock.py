"""The clock of a session: crons, delayed runs, expiry and heartbeats follow it."""

import asyncio
import json

import pytest

YEARS_2000 = "2000-01-01T00:00:00Z"


async def polled(read, wanted):
    """Return what `read` returns once it is wanted; the time limit of the test ends this."""
    while not wanted(value := await read()):  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    return value


def test_a_frozen_clock_stands_still(tested):
    async def act(mock):
        frozen = await mock("PATCH", "/_mock/clock", {"frozen": True})
        thread = await mock("POST", "/threads", {})
        return frozen, thread["created_at"], await mock("GET", "/_mock/clock")

    frozen, created, later = tested(act)
    assert frozen["frozen"]
    assert frozen["now"][:19] == created[:19] == later["now"][:19]


def test_the_clock_is_set(tested):
    async def act(mock):
        await mock("PATCH", "/_mock/clock", {"now": "2040-02-29T12:00:00+02:00", "frozen": True})
        return await mock("POST", "/threads", {})

    assert tested(act)["created_at"].startswith("2040-02-29T10:00:00")


def test_a_reset_sets_the_clock_to_the_past(tested):
    async def act(mock):
        problem = await mock("PATCH", "/_mock/clock", {"now": YEARS_2000}, status=409)
        await mock("POST", "/_mock/reset", {"now": YEARS_2000, "frozen": True})
        return problem["detail"], await mock("POST", "/threads", {})

    problem, thread = tested(act)
    assert "POST /_mock/reset" in problem
    assert thread["created_at"].startswith("2000-01-01T00:00:00")


def test_the_error_of_an_invalid_time_shows_a_valid_one(tested):
    problem = tested(lambda mock: mock("PATCH", "/_mock/clock", {"now": "tomorrow"}, status=422))
    assert problem["detail"] == 'body.now: "tomorrow" is not valid; a valid one is "2030-01-01T00:00:00Z"'


@pytest.mark.parametrize("frozen", [False, True])
def test_a_thread_expires(tested, frozen):
    async def act(mock):
        await mock("PATCH", "/_mock/clock", {"frozen": frozen})
        thread = await mock("POST", "/threads", {"ttl": {"ttl": 60}})
        path = f"/threads/{thread['thread_id']}"
        await mock("POST", "/_mock/clock/advance", {"seconds": 3599})
        await mock("GET", path)
        await mock("POST", "/_mock/clock/advance", {"seconds": 2})
        await mock("GET", path, status=404)

    tested(act)


@pytest.mark.parametrize("frozen", [False, True])
def test_a_delayed_run_starts(tested, frozen):
    async def act(mock):
        await mock("PATCH", "/_mock/clock", {"frozen": frozen})
        thread = (await mock("POST", "/threads", {}))["thread_id"]
        body = {"assistant_id": "agent", "input": {"messages": []}, "after_seconds": 86_400}
        run = await mock("POST", f"/threads/{thread}/runs", body)
        path = f"/threads/{thread}/runs/{run['run_id']}"
        await asyncio.sleep(0.02)
        assert (await mock("GET", path))["status"] == "pending"
        await mock("POST", "/_mock/clock/advance", {"seconds": 86_400})
        await polled(lambda: mock("GET", path), lambda run: run["status"] == "success")

    tested(act)


def test_an_hourly_cron_fires_24_times_a_day(tested):
    async def act(mock):
        await mock("POST", "/_mock/reset", {"now": "2026-03-01T00:30:00Z", "frozen": True})
        body = {"assistant_id": "agent", "schedule": "0 * * * *", "on_run_completed": "keep"}
        await mock("POST", "/runs/crons", {**body, "input": {"messages": []}})
        await mock("POST", "/_mock/clock/advance", {"seconds": 86_400})
        search = {"limit": 100, "sort_by": "created_at", "sort_order": "asc"}
        return await polled(lambda: mock("POST", "/threads/search", search), lambda found: len(found) >= 24)

    created = [thread["created_at"][:16] for thread in tested(act)]
    assert created == [f"2026-03-01T{hour:02}:00" for hour in range(1, 24)] + ["2026-03-02T00:00"]


def test_an_item_of_the_store_expires(tested):
    async def act(mock):
        await mock(
            "PUT", "/store/items", {"namespace": ["n"], "key": "k", "value": {}, "ttl": 10}, status=204
        )
        await mock("POST", "/_mock/clock/advance", {"seconds": 601})
        return await mock("POST", "/store/items/search", {})

    assert tested(act) == {"items": []}


def test_the_clocks_of_two_sessions_are_independent(tested):
    async def act(mock):
        await mock("PATCH", "/_mock/clock", {"now": "2050-01-01T00:00:00Z"}, session="one")
        return [
            (await mock("POST", "/threads", {}, session=name))["created_at"][:4] for name in ("one", "two")
        ]

    one, two = tested(act)
    assert one == "2050" > two


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body"),
        ({"now": "tomorrow"}, "body.now"),
        ({"now": "0000-01-01T00:00:00Z"}, "body.now"),
        ({"now": "3000-01-01T00:00:00Z"}, "body.now"),
        ({"frozen": 1}, "body.frozen"),
        ({"freeze": True}, "body"),
    ],
    ids=json.dumps,
)
def test_a_bad_change_is_rejected_with_the_name_of_the_field(tested, body, field):
    async def act(mock):
        return await mock("PATCH", "/_mock/clock", body, status=422)

    assert tested(act)["detail"].startswith(field + ":")
