"""Clocks: instants never repeat, and a logical clock is reproducible."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from mockserver.errors import Conflict, InvalidRequest
from mockserver.state.clock import Clock, iso_timestamp
from patience import PATIENCE

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


def test_a_clock_that_stands_still_never_gives_the_same_instant_twice():
    clock = Clock(lambda: NOON)
    assert [clock.now() - NOON for _ in range(3)] == [timedelta(microseconds=n) for n in range(3)]


def test_a_clock_that_is_set_back_still_advances():
    readings = iter([NOON, NOON - timedelta(hours=1)])
    clock = Clock(lambda: next(readings))
    assert clock.now() < clock.now()


def test_the_wall_clock_shows_the_time_in_utc():
    before = datetime.now(UTC)
    assert before <= Clock.wall().now() <= datetime.now(UTC) + timedelta(seconds=1)


def test_two_logical_clocks_agree():
    one, other = Clock.logical(), Clock.logical()
    assert [one.now() for _ in range(5)] == [other.now() for _ in range(5)]


def test_written_instants_sort_as_instants_do():
    # without microseconds, the first text would be shorter and sort last
    assert iso_timestamp(NOON) == "2025-06-01T12:00:00.000000+00:00"
    assert iso_timestamp(NOON) < iso_timestamp(NOON + timedelta(microseconds=1))


def in_loop(act):
    async def main():
        async with asyncio.timeout(PATIENCE):
            return await act()

    return asyncio.run(main())


def clocks():
    return [Clock.wall(), Clock.logical()]


@pytest.mark.parametrize("clock", clocks(), ids=["wall", "logical"])
def test_a_frozen_clock_stands_still_and_continues_where_it_was(clock):
    clock.freeze()
    frozen, elapsed = clock.now(), clock.elapsed()
    time.sleep(0.002)
    assert (clock.elapsed(), clock.now() - frozen) == (elapsed, timedelta(microseconds=1))
    clock.resume()
    assert timedelta() < clock.now() - frozen < timedelta(seconds=1)


@pytest.mark.parametrize("frozen", [False, True])
@pytest.mark.parametrize("clock", clocks(), ids=["wall", "logical"])
def test_advancing_wakes_what_is_due_in_order(clock, frozen):
    async def act():
        rung = []
        if frozen:
            clock.freeze()
        began, started = clock.now(), clock.elapsed()
        for seconds in (7200, 3600, 99 * 3600):
            clock.call_at(started + seconds, lambda seconds=seconds: rung.append((seconds, clock.now())))
        await clock.advance(3 * 3600)
        assert [seconds for seconds, _ in rung] == [3600, 7200]
        assert all(abs((now - began).total_seconds() - seconds) < 60 for seconds, now in rung)
        assert clock.elapsed() >= started + 3 * 3600

    in_loop(act)


def test_a_frozen_clock_wakes_nothing_until_it_is_resumed():
    async def act():
        clock, rung = Clock.wall(), asyncio.Event()
        clock.freeze()
        clock.call_at(clock.elapsed() + 0.01, rung.set)
        await asyncio.sleep(0.03)
        assert not rung.is_set()
        clock.resume()
        await rung.wait()

    in_loop(act)


def test_an_alarm_that_sets_itself_again_rings_each_time():
    async def act():
        clock, rung = Clock.logical(), []
        clock.freeze()

        def ring():
            rung.append(clock.elapsed())
            clock.call_at(clock.elapsed() + 3600, ring)

        clock.call_at(clock.elapsed() + 3600, ring)
        await clock.advance(24 * 3600)
        assert len(rung) == 24

    in_loop(act)


def test_a_clock_is_set_forward_only():
    async def act():
        clock = Clock.wall()
        with pytest.raises(Conflict, match=r"body\.now: is before the time of the session"):
            await clock.set(NOON)
        with pytest.raises(Conflict, match="before the year 3000"):
            await clock.advance(10**12)
        new_year = datetime(2999, 1, 1, tzinfo=UTC)
        await clock.set(new_year)
        assert clock.now() - new_year < timedelta(minutes=1)

    in_loop(act)


@pytest.mark.parametrize("make", [Clock.wall, Clock.logical])
@pytest.mark.parametrize("frozen", [False, True])
def test_a_restored_clock_continues_with_later_times(make, frozen):
    async def act():
        clock, twin = make(), make()
        await clock.advance(86_400)
        if frozen:
            clock.freeze()
        before, state = clock.now(), clock.state()
        twin.restore(state)
        assert twin.is_frozen == frozen
        assert timedelta() < twin.now() - before < timedelta(minutes=1)
        assert twin.elapsed() >= state.elapsed

    in_loop(act)


def test_a_new_clock_may_start_in_the_past():
    clock = Clock.logical()
    clock.start_at(NOON)
    assert timedelta() <= clock.now() - NOON < timedelta(seconds=1)
    with pytest.raises(InvalidRequest, match=r"body\.now"):
        Clock.wall().start_at(datetime(1900, 1, 1, tzinfo=UTC))
