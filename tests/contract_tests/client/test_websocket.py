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
def answering():
    """Return a function that starts a WebSocket server with a given handler and returns its target."""
    servers = []

    def started(converse, **more):
        server = serve(converse, "127.0.0.1", 0, **more)
        threading.Thread(target=server.serve_forever).start()
        servers.append(server)
        return Target(f"http://127.0.0.1:{server.socket.getsockname()[1]}", ({"x-api-key": "alice"},))

    yield started
    for server in servers:
        server.shutdown()


def saying(*frames):
    def converse(connection):
        for frame in frames:
            connection.send(frame if isinstance(frame, str) else json.dumps(frame))
        connection.recv()

    return converse


def is_it(_):
    return True


def never(_):
    return False


def test_command_gets_a_reply(answering):
    def echo(connection):
        connection.send(json.dumps({"id": json.loads(connection.recv())["id"]}))
        connection.recv()

    with answering(echo).socket("/x") as socket:
        socket.send('{"id": 7}')
        assert socket.response_to(is_it, PATIENCE) == {"id": 7}
        said = socket.exchange
    assert (said.status, said.request.body) == (HTTPStatus.SWITCHING_PROTOCOLS, b'{"id": 7}')
    assert type(said.status) is int  # only plain types can be sent between processes


def test_events_are_distinguished_from_replies(answering):
    second = {**EVENT, "seq": 2}
    with answering(saying(EVENT, {"id": 1}, second)).socket("/x") as socket:
        heard = socket.read_events(lambda event: event.id == "2", PATIENCE)
    assert [(event.name, event.id, event.data) for event in heard] == [
        ("values", "1", EVENT),
        ("values", "2", second),
    ]
    assert socket.exchange.responses == ('{"id": 1}',)


def test_events_before_a_reply_are_kept(answering):
    with answering(saying(EVENT, "no JSON", {"id": 1})).socket("/x") as socket:
        assert socket.response_to(lambda said: said == {"id": 1}, PATIENCE) == {"id": 1}
    assert (socket.exchange.names, socket.exchange.responses) == (("values",), ("no JSON", '{"id": 1}'))


def test_silence_ends_the_patience(answering):
    with answering(saying(EVENT)).socket("/x") as socket:
        assert [event.name for event in socket.read_events(never, 0.2)] == ["values"]
        assert socket.is_open
    assert socket.exchange.ended == "left"


def test_closed_socket_receives_nothing(answering):
    with answering(lambda connection: connection.send(json.dumps(EVENT))).socket("/x") as socket:
        assert len(socket.read_events(never, PATIENCE)) == 1
        assert not socket.is_open
        socket.send("{}")
        assert socket.response_to(is_it, PATIENCE) is None
    assert socket.exchange.ended == "closed"


def test_credentials_are_those_of_the_owner(answering):
    def told(connection):
        saying({"key": connection.request.headers["x-api-key"], "path": connection.request.path})(connection)

    with answering(told).socket("/threads/1/x") as socket:
        assert socket.response_to(is_it, PATIENCE) == {"key": "alice", "path": "/threads/1/x"}


def test_a_refusal_is_its_status(answering):
    def refuse(connection, _request):
        return connection.respond(HTTPStatus.FORBIDDEN, "no")

    with answering(saying(), process_request=refuse).socket("/x") as socket:
        assert not socket.is_open
        assert socket.exchange.status == HTTPStatus.FORBIDDEN


def test_unreachable_socket_is_a_failure():
    with Target("http://127.0.0.1:9").socket("/x") as socket:
        assert socket.exchange.failed
