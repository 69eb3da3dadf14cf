"""WebSockets of protocol v2."""

import asyncio
import json
import logging
import socket
import struct
from contextlib import contextmanager, suppress
from uuid import NAMESPACE_URL, uuid5

import httpx
import pytest
from jsonschema_rs import Draft202012Validator
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from mockserver import server
from mockserver.app import create_app
from mockserver.control.sessions import Sessions
from mockserver.http.middleware.auth import Owners
from mockserver.http.middleware.websockets import WebSockets
from mockserver.http.request.websocket_messages import BrokenFrame, FrameValidator
from mockserver.http.response.shutdown import STOPPING
from mockserver.http.scope_keys import SESSION
from mockserver.server import configured
from mockserver.settings import Settings
from mockserver.state.world import World
from patience import PATIENCE

THREAD = "00000000-0000-4000-8000-000000000001"
HI = {"messages": [{"role": "user", "content": "hi"}]}
RUN = {"id": 2, "method": "run.start", "params": {"assistant_id": "agent", "input": HI}}


class Client:
    def __init__(self, socket):
        self.socket = socket

    def send(self, message):
        self.socket.send(message if isinstance(message, str | bytes) else json.dumps(message))

    def receive(self):
        return json.loads(self.socket.recv(timeout=PATIENCE))

    def request(self, message):
        """Send a message, and return its reply and the events before it."""
        self.send(message)
        messages = [self.receive()]
        while messages[-1]["type"] == "event":
            messages.append(self.receive())
        return messages.pop(), messages

    def subscribe(self, *channels, **options):
        return self.request(
            {"id": 1, "method": "subscription.subscribe", "params": {"channels": channels, **options}}
        )

    def until_the_end(self):
        """Return events and replies up to the end of a run."""
        messages = [self.receive()]
        while not is_end(messages[-1]):
            messages.append(self.receive())
        return messages

    def closed(self):
        """Return the code and the reason of the close frame."""
        with pytest.raises(ConnectionClosed) as caught:
            self.receive()
        return caught.value.rcvd.code, caught.value.rcvd.reason


def is_end(message):
    return message.get("method") == "lifecycle" and message["params"]["data"]["event"] == "completed"


@pytest.fixture(scope="module")
def address(listening):
    with listening(create_app(Settings(validate_responses=True, pace=0))) as port:
        yield f"127.0.0.1:{port}"


@pytest.fixture(scope="module")
def strict(listening):
    """Yield the address of a mock that requires authentication."""
    with listening(create_app(Settings(auth="required", pace=0))) as port:
        yield f"127.0.0.1:{port}"


@pytest.fixture
def client(address, request):
    """Yield a client with its own thread."""
    with opened(address, thread_of(request)) as client:
        yield client


def thread_of(request):
    return str(uuid5(NAMESPACE_URL, request.node.nodeid))


@contextmanager
def opened(address, thread=THREAD, **headers):
    with connect(f"ws://{address}/threads/{thread}/stream/events", additional_headers=headers) as socket:
        yield Client(socket)


class TestASubscription:
    def test_receives_the_events_of_its_channels(self, client):
        client.subscribe("lifecycle", "values")
        client.send(RUN)
        messages = client.until_the_end()
        events = [message for message in messages if message["type"] == "event"]
        assert [event["method"] for event in events] == ["lifecycle", "values", "values", "lifecycle"]

    def test_replays_past_events_before_its_reply(self, client, address, request):
        client.subscribe("lifecycle")
        client.send(RUN)
        client.until_the_end()
        with opened(address, thread_of(request)) as other:
            reply, replayed = other.subscribe("lifecycle")
        assert [event["params"]["data"]["event"] for event in replayed] == ["running", "completed"]
        assert reply["result"]["replayed_events"] == 2
        assert reply["meta"]["applied_through_seq"] == replayed[-1]["seq"]

    def test_with_a_second_one_gets_each_event_once(self, client):
        client.subscribe("lifecycle")
        client.subscribe("lifecycle", "values")
        client.send(RUN)
        seqs = [message["seq"] for message in client.until_the_end() if message["type"] == "event"]
        assert seqs == sorted(set(seqs))

    def test_ends_with_unsubscribe(self, client):
        remaining, _ = client.subscribe("lifecycle")
        dropped, _ = client.subscribe("values")
        reply, _ = client.request(unsubscribe(dropped))
        again, _ = client.request(unsubscribe(dropped))
        client.send(RUN)
        methods = {message.get("method") for message in client.until_the_end()}
        assert (reply["result"], again["error"]) == ({}, "no_such_subscription")
        assert "lifecycle" in methods
        assert "values" not in methods
        assert remaining["result"]["subscription_id"] != dropped["result"]["subscription_id"]

    def test_reconnects_without_repeating_events(self, client, address, request):
        client.subscribe("lifecycle", "values")
        client.send(RUN)
        client.until_the_end()
        params = {"channels": ["lifecycle", "values"], "since": 2, "subscription_id": "mine"}
        with opened(address, thread_of(request)) as other:
            reply, replayed = other.request({"id": 1, "method": "subscription.reconnect", "params": params})
        assert [event["method"] for event in replayed] == ["values", "lifecycle"]
        assert reply["result"] == {"subscription_id": "mine", "replayed_events": 2}


def unsubscribe(reply):
    params = {"subscription_id": reply["result"]["subscription_id"]}
    return {"id": 3, "method": "subscription.unsubscribe", "params": params}


class TestCommands:
    def test_create_the_thread_and_resume_its_interrupt(self, client):
        client.subscribe("input", "lifecycle")
        run, _ = client.request({**RUN, "params": {**RUN["params"], "assistant_id": "hitl"}})
        while (event := client.receive()).get("method") != "input.requested":
            pass
        response = {"interrupt_id": event["params"]["data"]["interrupt_id"], "response": "yes"}
        client.send({"id": 3, "method": "input.respond", "params": response})
        replies = [message for message in client.until_the_end() if message["type"] != "event"]
        assert run["result"]["run_id"]
        assert [(reply["id"], reply["result"]) for reply in replies] == [(3, {})]

    def test_may_be_binary_frames(self, client):
        reply, _ = client.request(json.dumps({"id": 7, "method": "agent.getTree"}).encode())
        assert (reply["id"], reply["error"]) == (7, "no_such_run")

    @pytest.mark.parametrize(
        ("frame", "command_id"),
        [
            ("{", None),
            ("[]", None),
            ('"run.start"', None),
            ('{"method": "run.start"}', None),
            ('{"id": -1, "method": "run.start"}', None),
            ('{"id": "a", "method": "run.start"}', None),
            ('{"id": true, "method": "run.start"}', None),
            ('{"id": 4}', 4),
            ('{"id": 4, "method": 5}', 4),
            ('{"id": 4, "method": "run.start", "params": 5}', 4),
            ('{"id": 4, "method": "x", "params": {"deep": ' + "[" * 200 + "]" * 200 + "}}", None),
            (b"\xff", None),
            ("", None),
        ],
    )
    def test_invalid_messages_are_rejected_and_the_connection_stays_open(self, client, frame, command_id):
        reply, _ = client.request(frame)
        assert (reply["error"], reply["id"]) == ("invalid_argument", command_id)
        assert client.request({"id": 5, "method": "zzz"})[0]["error"] == "unknown_command"


class TestAuthentication:
    def test_is_required_if_configured(self, strict):
        with opened(strict) as client:
            assert client.closed() == (4401, "Authorization or x-api-key is required")

    def test_separates_the_threads_of_owners(self, strict):
        with opened(strict, **{"x-api-key": "alice"}) as alice, opened(strict, **{"x-api-key": "bob"}) as bob:
            alice.subscribe("lifecycle")
            alice.send(RUN)
            alice.until_the_end()
            _, replayed = bob.subscribe("lifecycle")
            error, _ = bob.request(RUN)
        assert replayed == []
        assert (error["error"], error["message"][:4]) == ("unknown_error", "404:")


class TestAnAddress:
    def test_without_a_uuid_is_closed(self, address):
        with opened(address, "mine") as client:
            assert client.closed() == (4400, "thread_id: not a valid UUID")

    def test_means_the_same_thread_however_its_id_is_written(self, client, address, request):
        client.subscribe("lifecycle")
        client.send(RUN)
        client.until_the_end()
        with opened(address, thread_of(request).replace("-", "").upper()) as other:
            assert len(other.subscribe("lifecycle")[1]) == 2

    @pytest.mark.parametrize("path", ["/", "/threads", f"/threads/{THREAD}/stream"])
    def test_without_a_socket_is_rejected(self, address, path):
        with pytest.raises(InvalidStatus) as caught, connect(f"ws://{address}{path}"):
            pass
        assert caught.value.response.status_code == 404
        assert json.loads(caught.value.response.body) == {"detail": "Not Found"}

    def test_of_a_disabled_feature_is_rejected(self, listening):
        with listening(create_app(Settings(disabled=frozenset({"event_streaming"})))) as port:  # noqa: SIM117
            with pytest.raises(InvalidStatus), opened(f"127.0.0.1:{port}"):
                pass


KEY = "AAAAAAAAAAAAAAAAAAAAAA=="
COMMAND = b'{"id": 1, "method": "zzz"}'
CLOSE = 8


def frame(opcode, data, *, fin=True, reserved=0, masked=True, length=None):
    """Return a client's frame; `length` overrides the length in its header."""
    size = len(data) if length is None else length
    head = bytes([fin << 7 | reserved << 4 | opcode, masked << 7 | (126 if size < 2**16 else 127)])
    return head + size.to_bytes(2 if size < 2**16 else 8) + b"\0\0\0\0" * masked + data


BAD_FRAMES = {
    "text that is not UTF-8": [frame(1, b"\xff\xfe")],
    "UTF-8 cut in the middle": [frame(1, b"\xe2", fin=False), frame(0, b"x")],
    "bytes that are not UTF-8": [frame(2, b"\xff\xfe")],
    "not masked": [frame(1, COMMAND, masked=False)],
    "reserved bits": [frame(1, COMMAND, reserved=7)],
    "unknown opcode": [frame(5, COMMAND)],
    "too large": [frame(1, b"", length=2**40)],
    "continues nothing": [frame(0, COMMAND)],
    "not continued": [frame(1, b"{", fin=False), frame(1, b"}")],
    "long ping": [frame(9, b"x" * 126)],
    "ping in parts": [frame(9, b"x", fin=False)],
    "closed with a wrong code": [frame(CLOSE, b"\x00\x01")],
    "closed with half a code": [frame(CLOSE, b"\x03")],
    "closed with what is not UTF-8": [frame(CLOSE, b"\x03\xe8\xff")],
    "goes on after its end": [frame(CLOSE, b"\x03\xe8"), frame(1, COMMAND)],
    "goes in the middle of a frame": [frame(1, COMMAND)[:9]],
    "goes in the middle of a message": [frame(1, b"{", fin=False)],
}

BAD_HANDSHAKES = {
    "no key": {"Sec-WebSocket-Key": ""},
    "wrong key": {"Sec-WebSocket-Key": "x"},
    "old version": {"Sec-WebSocket-Version": "12"},
    "unknown subprotocol": {"Sec-WebSocket-Protocol": "nothing, of-the-kind"},
    "wrong extension": {"Sec-WebSocket-Extensions": ";;;"},
    "extension with a wrong parameter": {"Sec-WebSocket-Extensions": "permessage-deflate; zzz=99"},
    "another host": {"Host": "evil.example"},
}


@pytest.fixture
def logged(caplog):
    """Capture everything that the server logs, because uvicorn's logger does not propagate."""
    logger = logging.getLogger("uvicorn.error")
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(caplog.handler)
    yield caplog
    logger.removeHandler(caplog.handler)
    logger.setLevel(level)


def shaken(address, path=f"/threads/{THREAD}/stream/events", **headers):
    """Return a connection that has sent a handshake."""
    handshake = {
        "Host": address,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": KEY,
        "Authorization": "Bearer open-sesame",
        **headers,
    }
    name, port = address.split(":")
    connection = socket.create_connection((name, int(port)), timeout=PATIENCE)
    lines = [f"GET {path} HTTP/1.1", *(f"{key}: {value}" for key, value in handshake.items()), "", ""]
    connection.sendall("\r\n".join(lines).encode())
    return connection


def assert_quiet(logged, address):
    """Assert that the server responds and that its log contains neither errors nor credentials."""
    assert httpx.get(f"http://{address}/ok").status_code == 200
    assert not [record for record in logged.records if record.exc_info or record.levelno >= logging.ERROR]
    assert "open-sesame" not in logged.text


class TestABadClient:
    @pytest.mark.parametrize("frames", BAD_FRAMES.values(), ids=BAD_FRAMES)
    @pytest.mark.parametrize("resets", [False, True], ids=["goes", "resets"])
    def test_protocol_violations_are_not_server_errors(self, address, logged, frames, resets):
        with shaken(address) as connection:
            assert connection.recv(1000).startswith(b"HTTP/1.1 101 ")
            for each in frames:
                connection.sendall(each)
            if resets:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            else:
                with suppress(OSError):  # the server may have closed it already
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(1000):
                        pass
        assert_quiet(logged, address)

    @pytest.mark.parametrize("headers", BAD_HANDSHAKES.values(), ids=BAD_HANDSHAKES)
    def test_odd_handshakes_get_a_response(self, address, logged, headers):
        with shaken(address, **headers) as connection:
            assert connection.recv(1000).startswith((b"HTTP/1.1 101 ", b"HTTP/1.1 400 ", b"HTTP/1.1 42"))
        assert_quiet(logged, address)

    @pytest.mark.parametrize("how", ["reset", "close"])
    def test_a_fault_before_the_handshake_is_not_a_server_error(self, address, logged, how):
        faults, session = f"http://{address}/_mock/faults", {"X-Mock-Session": f"socket-{how}"}
        httpx.post(faults, json={"effect": {"connection": how}}, headers=session, timeout=PATIENCE)
        with shaken(address, **session) as connection, suppress(ConnectionResetError):
            assert connection.recv(1000) == b""
        assert_quiet(logged, address)

    @pytest.mark.parametrize("path", ["/ok", "/threads/mine/stream/events"])
    def test_disconnecting_before_the_response_logs_nothing(self, address, strict, logged, path):
        for each in (address, strict):
            for _ in range(10):
                with shaken(each, path) as connection:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            assert_quiet(logged, each)

    def test_gets_the_reason_for_text_that_is_not_utf_8(self, address):
        with shaken(address) as connection:
            connection.recv(1000)
            connection.sendall(frame(1, b"\xff"))
            assert connection.recv(1000)[2:4] == (1007).to_bytes(2)


def test_a_socket_is_closed_when_its_thread_is_deleted(client, address, request):
    client.subscribe("lifecycle")
    client.send(RUN)
    client.until_the_end()
    assert httpx.delete(f"http://{address}/threads/{thread_of(request)}").status_code == 204
    assert client.closed() == (1001, "")


def test_a_socket_does_not_keep_a_server_from_stopping(listening):
    with listening(create_app(Settings())) as port:
        connection = opened(f"127.0.0.1:{port}")
        client = connection.__enter__()
        client.subscribe("lifecycle")
    assert client.closed()[0] in {1001, 1012}
    connection.__exit__(None, None, None)


def test_an_unread_socket_does_not_delay_the_shutdown():
    """The `send` of uvicorn waits for the client and is cancelled; the client cannot be notified."""

    async def receive():
        if not sent:
            return {"type": "websocket.connect"}
        return await asyncio.get_running_loop().create_future()

    async def send(message):
        sent.append(message["type"])
        if message["type"] == "websocket.close":
            closing.set()
            await asyncio.get_running_loop().create_future()

    async def stop():
        stopping = asyncio.get_running_loop().create_future()
        stopping.set_result(None)
        path = f"/threads/{THREAD}/stream/events"
        scope = {
            "type": "websocket",
            "path": path,
            "headers": [],
            "state": {STOPPING: stopping},
            SESSION: session,
        }
        serving = asyncio.create_task(sockets(scope, receive, send))
        await closing.wait()
        serving.cancel()
        await serving

    sent, closing = [], asyncio.Event()
    session = Sessions(World()).default
    frames = {"/threads/{thread_id}/stream/events": FrameValidator(Draft202012Validator({}))}
    sockets = WebSockets(lambda *_: None, owners=Owners(Settings(auth="off")), frames=frames)
    asyncio.run(asyncio.wait_for(stop(), PATIENCE))


def test_an_open_socket_is_an_open_stream_to_the_metrics(listening):
    with listening(create_app(Settings())) as port:

        def open_streams():
            metrics = httpx.get(f"http://127.0.0.1:{port}/metrics", params={"format": "json"}).json()
            return metrics["api"]["open_streams"]

        thread = httpx.post(f"http://127.0.0.1:{port}/threads", json={"thread_id": THREAD}).json()
        with opened(f"127.0.0.1:{port}", thread["thread_id"]) as client:
            client.subscribe("lifecycle")
            assert open_streams() == 1
            httpx.delete(f"http://127.0.0.1:{port}/threads/{THREAD}")
            client.closed()
        assert open_streams() == 0


def test_a_frame_that_the_contract_does_not_allow_is_not_sent(listening, monkeypatch, caplog):
    caplog.set_level(logging.CRITICAL, "mockserver.http.middleware.websockets")

    def broken(_frames, _frame):
        raise BrokenFrame("frame.id: is none")

    monkeypatch.setattr(FrameValidator, "check", broken)
    with (
        listening(create_app(Settings(validate_responses=True))) as port,
        opened(f"127.0.0.1:{port}") as client,
    ):
        client.send({"id": 1, "method": "agent.getTree"})
        assert client.closed()[0] == 1011


def test_a_frame_may_be_as_large_as_a_body(monkeypatch):
    monkeypatch.setattr(server, "logging_config", lambda _level: None)  # keep the logging of the tests
    config = configured(Settings(max_body=100), log_level="critical", reload=False)
    assert config.ws_max_size == 100
