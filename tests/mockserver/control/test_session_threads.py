"""Tests of the views of a session: threads of all owners, runs, entries of the journal, scenarios."""

import json

import pytest
import yaml

from mockserver.control.handlers.threads import MAX_TITLE_CHARS

ANN, BEN = {"x-api-key": "ann"}, {"x-api-key": "ben"}
HELLO = {"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": "Hello"}]}}


def test_threads_of_all_owners_are_listed_last_updated_first(tested):
    async def act(mock):
        threads = [
            (await mock("POST", "/threads", {}, headers=owner))["thread_id"] for owner in (ANN, BEN, {})
        ]
        await mock("POST", f"/threads/{threads[0]}/runs/wait", HELLO, headers=ANN)
        page = await mock("GET", "/_mock/threads")
        second = await mock("GET", "/_mock/threads?limit=1&offset=1")
        return threads, page, second, await mock("GET", "/_mock/threads", session="other")

    (ann, ben, free), page, second, other = tested(act)
    listed = page["threads"]
    assert [each["thread_id"] for each in listed] == [ann, free, ben]
    assert len({each["owner"] for each in listed}) == 3
    assert listed[1]["owner"] is None
    assert (listed[0]["title"], listed[0]["runs"], listed[0]["graph_id"]) == ("Hello", 1, "agent")
    assert ([each["thread_id"] for each in second["threads"]], second["total"]) == ([free], 3)
    assert other == {"threads": [], "total": 0}


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ({"metadata": {"title": "Orders"}}, "Orders"),
        ({"metadata": {"title": " "}}, None),
        ({"metadata": {"title": 5}}, None),
        ({"metadata": {"title": "x" * 1000}}, "x" * MAX_TITLE_CHARS),
    ],
)
def test_the_title_is_that_of_the_metadata(tested, body, title):
    async def act(mock):
        await mock("POST", "/threads", body)
        return await mock("GET", "/_mock/threads")

    assert tested(act)["threads"][0]["title"] == title


def test_a_thread_of_any_owner_has_its_runs_and_history(tested):
    async def act(mock):
        thread = (await mock("POST", "/threads", {}, headers=ANN))["thread_id"]
        await mock("POST", f"/threads/{thread}/runs/wait", HELLO, headers=ANN)
        shown = await mock("GET", f"/_mock/threads/{thread}")
        states = await mock("GET", f"/_mock/threads/{thread}/history")
        older = await mock(
            "GET", f"/_mock/threads/{thread}/history?before={states[0]['checkpoint']['checkpoint_id']}"
        )
        own = await mock("POST", f"/threads/{thread}/history", {"limit": 100}, headers=ANN)
        return shown, states, older, own

    shown, states, older, own = tested(act)
    assert shown["thread"]["values"]["messages"][0]["content"] == "Hello"
    assert [run["status"] for run in shown["runs"]] == ["success"]
    assert states == own
    assert older == states[1:]


@pytest.mark.parametrize("path", ["", "/history"])
def test_an_unknown_thread_is_not_found(tested, path):
    async def act(mock):
        await mock("GET", f"/_mock/threads/01972b5d-0000-7000-8000-000000000000{path}", status=404)
        await mock("GET", f"/_mock/threads/none{path}", status=422)

    tested(act)


def test_runs_of_all_threads_are_listed_newest_first(tested):
    async def act(mock):
        runs = []
        for owner in (ANN, BEN):
            thread = (await mock("POST", "/threads", {}, headers=owner))["thread_id"]
            run = await mock("POST", f"/threads/{thread}/runs", HELLO, headers=owner)
            await mock("GET", f"/threads/{thread}/runs/{run['run_id']}/join", headers=owner)
            runs.append(run["run_id"])
        return runs, await mock("GET", "/_mock/runs"), await mock("GET", "/_mock/runs?limit=1&offset=1")

    (first, second), page, rest = tested(act)
    assert ([run["run_id"] for run in page["runs"]], page["total"]) == ([second, first], 2)
    assert [run["run_id"] for run in rest["runs"]] == [first]


def test_a_summary_leaves_out_bodies_and_headers(tested):
    async def act(mock):
        await mock("POST", "/threads", {})
        whole = (await mock("GET", "/_mock/journal"))["entries"][0]
        return whole, (await mock("GET", "/_mock/journal?view=summary"))["entries"][0]

    whole, summary = tested(act)
    assert {"request", "response"} & summary.keys() == set()
    assert summary.items() <= {**whole, "duration_ms": summary["duration_ms"]}.items()


def test_one_entry_is_read_by_its_number(tested):
    async def act(mock):
        await mock("GET", "/ok")
        last = (await mock("GET", "/_mock/journal"))["last_number"]
        one = await mock("GET", f"/_mock/journal/{last}")
        await mock("GET", f"/_mock/journal/{last + 1}", status=404)
        await mock("GET", "/_mock/journal/0", status=422)
        return last, one

    last, one = tested(act)
    assert (one["number"], one["path"]) == (last, "/ok")


def test_a_scenario_is_read_as_it_was_written(tested):
    async def act(mock):
        await mock(
            "PUT", "/_mock/scenarios/travel", {"turns": [{"when": "hi", "say": "Hello"}, {"say": "No"}]}
        )
        first = await mock("GET", "/_mock/scenarios/travel")
        text = (await mock.http.get("/_mock/scenarios/travel", headers={"Accept": "application/yaml"})).text
        headers = {"Content-Type": "application/yaml"}
        await mock("PUT", "/_mock/scenarios/travel", content=text, headers=headers)
        await mock("GET", "/_mock/scenarios/none", status=404)
        return first, yaml.safe_load(text), await mock("GET", "/_mock/scenarios/travel")

    first, written, again = tested(act)
    assert json.dumps(first) == json.dumps(again)
    assert first == written
