"""Sessions: requests with different names share nothing."""

import asyncio

import pytest

from mockserver.control.sessions import Sessions
from mockserver.errors import InvalidRequest, NotFound, TooManySessions
from mockserver.state.world import World


async def threads(mock, session=None):
    return [thread["thread_id"] for thread in await mock("POST", "/threads/search", {}, session=session)]


def test_a_thread_is_seen_in_its_session_only(tested):
    async def act(mock):
        made = await mock("POST", "/threads", {}, session="one")
        return made["thread_id"], await threads(mock, "one"), await threads(mock, "two"), await threads(mock)

    made, *seen = tested(act)
    assert seen == [[made], [], []]


def test_a_browser_names_the_session_in_the_query(tested):
    async def act(mock):
        await mock("POST", "/threads?mock_session=one", {})
        return await threads(mock, "one")

    assert len(tested(act)) == 1


def test_responses_name_the_session_only_if_the_request_does(tested):
    async def act(mock):
        named = await mock.http.get("/ok", headers={"X-Mock-Session": "one"})
        unnamed = await mock.http.get("/ok")
        return named.headers["x-mock-session"], "x-mock-session" in unnamed.headers

    assert tested(act) == ("one", False)


@pytest.mark.parametrize("name", ["", " ", "a b", "a/b", "é", "x" * 129])
@pytest.mark.parametrize("path", ["/ok", "/_mock"])
def test_a_bad_name_is_rejected_with_the_name_of_the_header(tested, name, path):
    async def act(mock):
        return await mock("GET", path, headers={"X-Mock-Session": name.encode()}, status=422)

    assert tested(act)["detail"].startswith("header X-Mock-Session: must be 1 to 128")


def test_a_bad_name_in_the_query_is_rejected_with_the_name_of_the_parameter(tested):
    async def act(mock):
        return await mock("GET", "/ok?mock_session=a%20b", status=422)

    assert tested(act)["detail"].startswith("query mock_session:")


def test_without_the_control_plane_the_header_has_no_effect(tested):
    async def act(mock):
        await mock("POST", "/threads", {}, session="one")
        await mock("GET", "/_mock", status=404)
        return len(await threads(mock))

    assert tested(act, control=False) == 1


def in_loop(act):
    async def main():
        return await act()

    return asyncio.run(main())


def test_the_least_recently_used_session_is_replaced():
    async def act():
        sessions = Sessions(World(), limit=2)
        first = sessions.of("first")
        sessions.of("second")
        sessions.of("first")
        sessions.of("third")
        assert [session.id for session in sessions] == ["default", "third", "first"]
        assert sessions.of("first") is first

    in_loop(act)


def test_a_session_with_a_request_in_progress_keeps_its_place():
    async def act():
        sessions = Sessions(World(), limit=1)
        first = sessions.of("first")
        first.requests += 1
        with pytest.raises(TooManySessions):
            sessions.of("second")
        first.requests -= 1
        sessions.of("second")
        assert [session.id for session in sessions] == ["default", "second"]

    in_loop(act)


def test_an_idle_session_is_removed_unless_it_has_a_request_in_progress():
    async def act():
        now = 0.0
        sessions = Sessions(World(), max_idle=10, now=lambda: now)
        sessions.of("idle")
        sessions.of("streaming").requests += 1
        now = 11.0
        assert [session.id for session in sessions] == ["default", "streaming"]

    in_loop(act)


def test_deleting_a_session_stops_its_runs():
    async def act():
        sessions = Sessions(World())
        world = sessions.of("one").world
        await sessions.delete("one")
        assert sessions.of("one").world is not world
        with pytest.raises(NotFound):
            await sessions.delete("two")

    in_loop(act)


def test_the_default_session_has_no_other_id():
    async def act():
        sessions = Sessions(World())
        assert sessions.of(None) is sessions.of("default") is sessions.default
        with pytest.raises(InvalidRequest):
            sessions.of("")

    in_loop(act)


def test_worlds_share_compiled_graphs_and_nothing_else():
    async def act():
        sessions = Sessions(World())
        one, other = sessions.of("one").world, sessions.of("other").world
        assert one.compiled is other.compiled
        assert one.threads is not other.threads
        assert one.graphs is not other.graphs

    in_loop(act)


def test_another_method_is_rejected_with_those_of_the_path(tested):
    async def act(mock):
        return await mock("GET", "/_mock/seed", status=405), await mock(
            "POST", "/_mock/clock", {}, status=405
        )

    seed, clock = tested(act)
    assert seed["detail"] == "GET is not a method of /_mock/seed; use POST"
    assert clock["detail"] == "POST is not a method of /_mock/clock; use GET or HEAD or PATCH"
