"""Seeds: threads, assistants and items from a description, and generated ones."""

import json

import httpx
import pytest

from mockserver.control_plane import BrokenSeed, read_seed
from mockserver.in_process import running
from mockserver.settings import Settings

EVERYTHING = {"generate": {"threads": 50, "long_thread": 200, "statuses": True, "interrupts": True}}


async def found(mock, **body):
    return await mock("POST", "/threads/search", {"limit": 1000, **body})


def test_each_generator_creates_its_data(tested):
    async def act(mock):
        ids = await mock("POST", "/_mock/seed", EVERYTHING)
        threads = {thread["thread_id"]: thread for thread in await found(mock)}
        [long_id] = [name for name, one in threads.items() if one["metadata"]["title"] == "long thread"]
        history = await mock("POST", f"/threads/{long_id}/history", {"limit": 1000})
        return ids, threads, history

    ids, threads, history = tested(act)
    assert set(ids["threads"]) == threads.keys()
    assert len(threads) == 50 + 1 + 4 + 5
    by_status = [one for one in threads.values() if "status" in one["metadata"]]
    wanted = [(one["metadata"]["status"], one["status"]) for one in by_status]
    assert {status for _, status in wanted} == {"idle", "busy", "interrupted", "error"}
    assert all(named == status for named, status in wanted)
    interrupted = [one for one in threads.values() if "interrupt" in one["metadata"]]
    assert {one["status"] for one in interrupted} == {"interrupted"}
    values = {json.dumps(next(iter(one["interrupts"].values()))) for one in interrupted if one["interrupts"]}
    assert len(values) == 3
    assert len(history[0]["values"]["messages"]) == 200
    assert len({len(state["values"].get("messages", [])) for state in history}) == 200
    assert history[0]["next"] == []


def test_own_threads_have_the_messages_and_runs_of_the_description(tested):
    async def act(mock):
        message = {"type": "human", "content": "Hello"}
        run = {"assistant_id": "hitl", "input": {"messages": [message]}}
        body = {
            "assistants": [{"graph_id": "agent", "name": "mine"}],
            "threads": [
                {"messages": [message, {"type": "ai", "content": "Hi"}], "metadata": {"n": 1}},
                {"runs": [run, {"assistant_id": "hitl", "command": {"resume": "yes"}}]},
            ],
            "items": [{"namespace": ["a"], "key": "k", "value": {"x": 1}}],
        }
        ids = await mock("POST", "/_mock/seed", body)
        threads = [await mock("GET", f"/threads/{thread_id}") for thread_id in ids["threads"]]
        item = await mock("GET", "/store/items?namespace=a&key=k")
        return threads, item["value"], await mock("GET", f"/assistants/{ids['assistants'][0]}")

    (first, second), item, assistant = tested(act)
    assert [message["content"] for message in first["values"]["messages"]] == ["Hello", "Hi"]
    assert (first["status"], first["metadata"]) == ("idle", {"n": 1, "graph_id": "agent"})
    assert second["status"] == "idle"
    assert second["values"]["answer"] == "yes"
    assert (item, assistant["name"]) == ({"x": 1}, "mine")


def test_the_key_of_a_seed_is_that_of_its_owner(tested):
    async def act(mock):
        await mock("POST", "/_mock/seed", {"api_key": "ann", "threads": [{}]})
        mine = await mock("POST", "/threads/search", {}, headers={"X-Api-Key": "ann"})
        return len(mine), len(await found(mock))

    assert tested(act) == (1, 0)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"thread": []}, "body"),
        ({"threads": [{}, {"runs": [{"assistant_id": "nobody"}]}]}, "body.threads.1.runs.0.assistant_id"),
        (
            {"threads": [{"graph_id": "other", "messages": [{"type": "human", "content": ""}]}]},
            "body.threads.0",
        ),
        ({"threads": [{"messages": [{"type": "cat"}]}]}, "body.threads.0.messages.0"),
        ({"assistants": [{"graph_id": "other"}]}, "body.assistants.0"),
        ({"items": [{"namespace": ["langgraph"], "key": "k", "value": {}}]}, "body.items.0.namespace"),
        ({"generate": {"threads": -1}}, "body.generate.threads"),
    ],
    ids=json.dumps,
)
def test_a_bad_entry_is_rejected_with_the_name_of_the_field(tested, body, field):
    async def act(mock):
        return await mock("POST", "/_mock/seed", body, status=422)

    assert tested(act)["detail"].startswith(field + ":")


def test_the_error_of_a_message_names_it_in_one_line(tested):
    async def act(mock):
        messages = [{"type": "human", "content": "Hi"}, {"type": "humn", "content": "Hi"}]
        return await mock("POST", "/_mock/seed", {"threads": [{"messages": messages}]}, status=422)

    detail = tested(act)["detail"]
    assert detail.startswith("body.threads.0.messages.1: Unexpected message type: 'humn'")
    assert "\n" not in detail


def test_a_mock_starts_with_the_data_of_a_file(tmp_path):
    file = tmp_path / "data.yaml"
    file.write_text("threads: [{metadata: {title: one}}]\napi_key: ann\n")
    with running(Settings(pace=0, seed_data=file)) as mock:
        headers = {"X-Api-Key": "ann"}
        [thread] = httpx.post(f"{mock.url}/threads/search", json={}, headers=headers).json()
    assert thread["metadata"] == {"title": "one"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("thread: []", "seed: unknown key 'thread'; did you mean 'threads'?"),
        ("threads: [1]", 'seed.threads.0: 1 is not of type "object"'),
        (
            "{",
            "body: not valid YAML: while parsing a flow node did not find expected node content in line ",
        ),
    ],
)
def test_a_broken_file_is_one_clear_line(tmp_path, text, problem):
    file = tmp_path / "data.yaml"
    file.write_text(text)
    with pytest.raises(BrokenSeed) as broken:
        read_seed(file)
    assert str(broken.value).startswith(f"{file}: {problem}")
    assert "\n" not in str(broken.value)


def test_crons_run_and_are_part_of_snapshots(tested):
    async def act(mock):
        thread_id = "0198c0de-0000-7000-8000-000000000001"
        body = {
            "threads": [{"thread_id": thread_id}],
            "crons": [
                {"assistant_id": "agent", "schedule": "0 9 * * *", "input": {"messages": "hi"}},
                {"assistant_id": "agent", "schedule": "0 9 * * *", "thread_id": thread_id, "enabled": False},
            ],
        }
        await mock("PATCH", "/_mock/clock", {"frozen": True})
        ids = (await mock("POST", "/_mock/seed", body))["crons"]
        first, second = [await mock("GET", f"/runs/crons/{cron_id}") for cron_id in ids]
        assert (first["thread_id"], second["thread_id"]) == (None, thread_id)
        assert (first["on_run_completed"], first["enabled"], second["enabled"]) == ("delete", True, False)
        snapshot = await mock("GET", "/_mock/snapshot")
        await mock("PUT", "/_mock/snapshot", snapshot, status=204)
        assert [await mock("GET", f"/runs/crons/{cron_id}") for cron_id in ids] == [first, second]
        await mock("POST", "/_mock/clock/advance", {"seconds": 86400})
        return (await mock("GET", f"/runs/crons/{ids[0]}"))["next_run_date"], first["next_run_date"]

    later, earlier = tested(act)
    assert later > earlier


@pytest.mark.parametrize(
    ("cron", "detail"),
    [
        ({"schedule": "every day"}, "body.crons.0.schedule: 'every day' is not a valid cron schedule"),
        ({"timezone": "Mars"}, "body.crons.0.timezone: 'Mars' is not"),
        ({"thread_id": "0198c0de-0000-7000-8000-000000000001"}, "body.crons.0: Thread"),
        ({"assistant_id": "nobody"}, "body.crons.0"),
        ({"every": 5}, "body.crons.0"),
    ],
)
def test_an_invalid_cron_names_its_place(tested, cron, detail):
    async def act(mock):
        body = {"crons": [{"assistant_id": "agent", "schedule": "0 9 * * *", **cron}]}
        response = await mock.http.request("POST", "/_mock/seed", json=body)
        assert response.status_code == 422
        return response.json()["detail"]

    assert tested(act).startswith(detail)
