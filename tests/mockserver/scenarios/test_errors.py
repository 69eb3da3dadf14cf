"""Errors of scenarios: a status before the run, an exception in it, a connection that is cut."""

import json

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from mockserver.in_process import running
from mockserver.settings import Settings
from patience import PATIENCE

FAILED_TWICE = """
turns:
- when: limit
  steps:
  - error: {status: 429, headers: {Retry-After: "7"}, times: 1}
  - error: {status: 529, message: Overloaded, times: 1}
  - Now it works.
- say: Fine.
"""

DISCONNECTS_LATE = """
steps:
- wait: 500ms
- disconnect: true
"""
ACCEPT = {"Accept": "application/json, text/event-stream"}


def json_rpc(method, **params):
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}


def body(text, graph="mine", **more):
    return {"assistant_id": graph, "input": {"messages": [{"role": "user", "content": text}]}, **more}


@pytest.fixture
def mock(tmp_path):
    """Return a function that serves a scenario and yields a client of it."""

    def serve(text):
        (tmp_path / "mine.yaml").write_text(text)
        return running(Settings(seed=0, pace=0, scenarios=(tmp_path,)))

    return serve


@pytest.fixture
def errors(examples):
    with running(Settings(seed=0, pace=0, scenarios=(examples / "errors.yaml",))) as mock:
        yield mock.url


class TestStatus:
    def test_each_thread_fails_the_given_times_in_order(self, mock):
        with mock(FAILED_TWICE) as there, httpx.Client(base_url=there.url, timeout=PATIENCE) as client:
            for _ in range(2):
                thread = client.post("/threads", json={}).json()["thread_id"]
                responses = [
                    client.post(f"/threads/{thread}/runs/wait", json=body("limit")) for _ in range(3)
                ]
                assert [each.status_code for each in responses] == [429, 529, 200]
                assert responses[0].headers["retry-after"] == "7"
                assert responses[0].json() == {"detail": "Too Many Requests"}
                assert responses[1].json() == {"detail": "Overloaded"}
                assert responses[2].json()["messages"][-1]["content"] == "Now it works."

    def test_the_message_is_a_template(self, mock):
        scenario = """
state: {plan: free}
steps:
- error: {status: 402, message: "{{ state.plan }}, turn {{ turn }}: no credit for {{ input }}", times: 1}
- error: {status: 402, message: "{{ state.missing }}", times: 1}
- Paid.
"""
        with mock(scenario) as there, httpx.Client(base_url=there.url, timeout=PATIENCE) as client:
            thread = client.post("/threads", json={}).json()["thread_id"]
            path = f"/threads/{thread}/runs/wait"
            assert client.post(path, json=body("lunch")).json() == {
                "detail": "free, turn 1: no credit for lunch"
            }
            assert "has no attribute 'missing'" in client.post(path, json=body("lunch")).json()["detail"]

    def test_a_failed_request_starts_no_run(self, mock):
        with mock(FAILED_TWICE) as there, httpx.Client(base_url=there.url, timeout=PATIENCE) as client:
            thread = client.post("/threads", json={}).json()["thread_id"]
            assert client.post(f"/threads/{thread}/runs", json=body("limit")).status_code == 429
            assert client.get(f"/threads/{thread}/runs").json() == []
            assert client.get(f"/threads/{thread}").json()["status"] == "idle"

    @pytest.mark.parametrize("path", ["/runs", "/runs/wait", "/runs/stream"])
    def test_stateless_runs_fail_for_all_threads_together(self, mock, path):
        with mock(FAILED_TWICE) as there, httpx.Client(base_url=there.url, timeout=PATIENCE) as client:
            statuses = [client.post(path, json=body("limit")).status_code for _ in range(3)]
            assert statuses == [429, 529, 200]

    def test_other_turns_do_not_fail(self, mock):
        with mock(FAILED_TWICE) as there:
            response = httpx.post(f"{there.url}/runs/wait", json=body("other"), timeout=PATIENCE)
            assert response.status_code == 200

    def test_commands_of_protocol_v2_fail_with_the_status(self, mock):
        with mock(FAILED_TWICE) as there, httpx.Client(base_url=there.url, timeout=PATIENCE) as client:
            thread = client.post("/threads", json={}).json()["thread_id"]
            params = {"assistant_id": "mine", "input": body("limit")["input"]}
            command = {"id": 1, "method": "run.start", "params": params}
            assert client.post(f"/threads/{thread}/commands", json=command).status_code == 429

    def test_an_input_that_no_graph_accepts_fails_in_the_run(self, mock):
        with mock(FAILED_TWICE) as there:
            strange = {"assistant_id": "mine", "input": {"messages": [{"no": "message"}]}}
            response = httpx.post(f"{there.url}/runs/wait", json=strange, timeout=PATIENCE)
            assert "__error__" in response.json()


class TestException:
    def test_class_and_message(self, converse):
        async def act(thread):
            events = await thread.turn("exception")
            assert events[-1] == ("error", {"error": "ValueError", "message": "Invalid input: exception"})
            streamed = "".join(data[0]["content"] for mode, data in events if mode == "messages")
            assert streamed == "So far, so good.And then"
            assert await thread.texts() == [("human", "exception"), ("ai", "So far, so good.")]
            assert (await thread.row())["status"] == "error"

        converse("errors", act)

    def test_only_the_given_times(self, converse):
        async def act(thread):
            assert (await thread.turn("flaky"))[-1][0] == "error"
            await thread.turn("flaky")
            assert await thread.last() == "Better now."

        converse("errors", act)

    def test_the_next_turn_begins_from_its_start(self, converse):
        async def act(thread):
            await thread.turn("exception")
            await thread.turn("hello")
            assert (await thread.last()).startswith("Write one of these words")

        converse("errors", act)

    def test_no_turn_matches(self, converse):
        async def act(thread):
            error = (await thread.turn("other"))[-1][1]
            assert error == {
                "error": "NoTurn",
                "message": "no turn of mine matches 'other'; add one without `when`",
            }

        converse("turns: [{when: x, say: y}]", act)

    def test_a_template_that_fails(self, converse):
        async def act(thread):
            error = (await thread.turn())[-1][1]
            assert error == {
                "error": "BrokenTemplate",
                "message": "'dict object' has no attribute 'missing', in the text '{{ state.missing }}'",
            }

        converse("say: '{{ state.missing }}'", act)


class TestDisconnect:
    def test_readers_lose_the_connection_and_can_join_again(self, errors):
        with httpx.Client(base_url=errors, timeout=PATIENCE) as client:
            thread = client.post("/threads", json={}).json()["thread_id"]
            path = f"/threads/{thread}/runs/stream"
            given = body("disconnect", "errors", stream_mode="values", stream_resumable=True)
            lines = []
            with (
                pytest.raises(httpx.RemoteProtocolError),
                client.stream("POST", path, json=given) as response,
            ):
                lines.extend(response.iter_lines())
            last_id = next(line.removeprefix("id: ") for line in reversed(lines) if line.startswith("id: "))
            run = response.headers["content-location"]
            with client.stream("GET", f"{run}/stream", headers={"Last-Event-ID": last_id}) as joined:
                data = [line for line in joined.iter_lines() if line.startswith("data: ")]
            values = json.loads(data[-1].removeprefix("data: "))
            assert values["messages"][-1]["content"] == "You missed this."
            assert client.get(run).json()["status"] == "success"

    def test_clients_that_wait_lose_the_connection_and_can_join_again(self, errors):
        with httpx.Client(base_url=errors, timeout=PATIENCE) as client:
            thread = client.post("/threads", json={}).json()["thread_id"]
            with (
                pytest.raises(httpx.RemoteProtocolError),
                client.stream(
                    "POST", f"/threads/{thread}/runs/wait", json=body("disconnect", "errors")
                ) as response,
            ):
                response.read()
            values = client.get(response.headers["location"]).json()
            assert values["messages"][-1]["content"] == "You missed this."
            with pytest.raises(httpx.RemoteProtocolError):
                client.post("/runs/wait", json=body("disconnect", "errors"))

    @pytest.mark.parametrize("method", ["message/send", "message/stream"])
    def test_agent_to_agent_clients_lose_the_connection(self, errors, method):
        with httpx.Client(base_url=errors, timeout=PATIENCE) as client:
            (found,) = client.post("/assistants/search", json={"graph_id": "errors"}).json()
            path = f"/a2a/{found['assistant_id']}"
            part = {"kind": "text", "text": "disconnect"}
            message = {"role": "user", "messageId": "one", "parts": [part]}
            with pytest.raises(httpx.RemoteProtocolError):
                client.post(path, json=json_rpc(method, message=message), headers=ACCEPT)
            assert client.get("/ok").status_code == 200

    def test_tool_calls_lose_the_connection(self, errors):
        call = json_rpc("tools/call", name="errors", arguments=body("disconnect")["input"])
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.post(f"{errors}/mcp", json=call, headers=ACCEPT, timeout=PATIENCE)

    def test_clients_that_wait_for_the_end_of_a_cancelled_run_lose_the_connection(self, mock, monkeypatch):
        async def ineffective(*_args):
            pass

        monkeypatch.setattr("mockserver.runs.cancel.stop", ineffective)  # or the run would not get so far
        with mock(DISCONNECTS_LATE) as there, httpx.Client(base_url=there.url, timeout=PATIENCE) as client:
            thread = client.post("/threads", json={}).json()["thread_id"]
            run = client.post(f"/threads/{thread}/runs", json=body("hello")).json()["run_id"]
            with pytest.raises(httpx.RemoteProtocolError):
                client.post(f"/threads/{thread}/runs/{run}/cancel", params={"wait": "true"})
            entry = client.get("/_mock/journal").json()["entries"][-1]
            assert (entry["operation"], entry["response"]) == ("cancel_thread_run", None)

    def test_a_websocket_is_closed(self, errors):
        thread = httpx.post(f"{errors}/threads", json={}, timeout=PATIENCE).json()["thread_id"]
        params = {"assistant_id": "errors", "input": body("disconnect")["input"]}
        address = f"{errors.replace('http', 'ws')}/threads/{thread}/stream/events"
        with connect(address, open_timeout=PATIENCE) as socket:
            socket.send(json.dumps({"id": 1, "method": "run.start", "params": params}))
            with pytest.raises(ConnectionClosed):
                list(socket)
            assert socket.close_code == 1011
