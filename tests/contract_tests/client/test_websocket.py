"""Tests of the WebSocket client: events are separated from responses, and failures end up in the exchange."""

import json
import threading
from http import HTTPStatus

import pytest
from websockets.sync.server import serve

from contract_tests.client.target import Target
from patience import PATIENCE

EVENT = {"type": "event", "event_id": "e", "seq": 1, "method": "values", "params": {}}


@pytest.fixture
def served():
    """Return a function that starts a WebSocket server with a given handler and returns its target."""
    servers = []

    def started(handler, **more):
        server = serve(handler, "127.0.0.1", 0, **more)
        threading.Thread(target=server.serve_forever).start()
        servers.append(server)
        return Target(f"http://127.0.0.1:{server.socket.getsockname()[1]}", ({"x-api-key": "alice"},))

    yield started
    for server in servers:
        server.shutdown()


def send_frames(*frames):
    def handler(connection):
        for frame in frames:
            connection.send(frame if isinstance(frame, str) else json.dumps(frame))
        connection.recv()

    return handler


def is_it(_):
    return True


def never(_):
    return False


def test_command_gets_a_reply(served):
    def echo(connection):
        connection.send(json.dumps({"id": json.loads(connection.recv())["id"]}))
        connection.recv()

    with served(echo).socket("/x") as socket:
        socket.send('{"id": 7}')
        assert socket.response_to(is_it, PATIENCE) == {"id": 7}
        exchange = socket.exchange
    assert (exchange.status, exchange.request.body) == (HTTPStatus.SWITCHING_PROTOCOLS, b'{"id": 7}')
    assert type(exchange.status) is int  # only plain types can be sent between processes


def test_events_are_distinguished_from_replies(served):
    second = {**EVENT, "seq": 2}
    with served(send_frames(EVENT, {"id": 1}, second)).socket("/x") as socket:
        events = socket.read_events(lambda event: event.id == "2", PATIENCE)
    assert [(event.name, event.id, event.data) for event in events] == [
        ("values", "1", EVENT),
        ("values", "2", second),
    ]
    assert socket.exchange.responses == ('{"id": 1}',)


def test_events_before_a_reply_are_kept(served):
    with served(send_frames(EVENT, "no JSON", {"id": 1})).socket("/x") as socket:
        assert socket.response_to(lambda message: message == {"id": 1}, PATIENCE) == {"id": 1}
    assert (socket.exchange.names, socket.exchange.responses) == (("values",), ("no JSON", '{"id": 1}'))


def test_silence_ends_in_a_timeout(served):
    with served(send_frames(EVENT)).socket("/x") as socket:
        assert [event.name for event in socket.read_events(never, 0.2)] == ["values"]
        assert socket.is_open
    assert socket.exchange.ended == "left"


def test_closed_socket_receives_nothing(served):
    with served(lambda connection: connection.send(json.dumps(EVENT))).socket("/x") as socket:
        assert len(socket.read_events(never, PATIENCE)) == 1
        assert not socket.is_open
        socket.send("{}")
        assert socket.response_to(is_it, PATIENCE) is None
    assert socket.exchange.ended == "closed"


def test_credentials_are_those_of_the_owner(served):
    def send_credentials(connection):
        send_frames({"key": connection.request.headers["x-api-key"], "path": connection.request.path})(
            connection
        )

    with served(send_credentials).socket("/threads/1/x") as socket:
        assert socket.response_to(is_it, PATIENCE) == {"key": "alice", "path": "/threads/1/x"}


def test_a_rejected_handshake_has_its_status(served):
    def refuse(connection, _request):
        return connection.respond(HTTPStatus.FORBIDDEN, "no")

    with served(send_frames(), process_request=refuse).socket("/x") as socket:
        assert not socket.is_open
        assert socket.exchange.status == HTTPStatus.FORBIDDEN


def test_unreachable_socket_is_a_failure():
    with Target("http://127.0.0.1:9").socket("/x") as socket:
        assert socket.exchange.failed
