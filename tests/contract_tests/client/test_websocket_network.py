"""Tests of WebSockets over the network: none waits without an end."""

import socket
import ssl
from contextlib import contextmanager
from threading import Event, Thread

import pytest
import trustme
from httpx import Headers

from contract_tests.client.websocket import HandshakeFailed
from contract_tests.client.websocket_network import connect_websocket
from patience import PATIENCE


@contextmanager
def silent_server(authority):
    """Serve TLS, but never respond. The session tickets of TLS 1.3 arrive all the same."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    ended = Event()

    def serve(listening):
        with listening, context.wrap_socket(listening.accept()[0], server_side=True) as connection:
            connection.recv(10_000)
            ended.wait(PATIENCE)

    listening = socket.create_server(("127.0.0.1", 0))
    thread = Thread(target=serve, args=(listening,), daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    ended.set()
    thread.join()


def test_a_handshake_without_a_response_over_tls_fails_in_time():
    authority = trustme.CA()
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    failures = []

    def attempt(port):
        with pytest.raises(HandshakeFailed) as failed:
            connect_websocket(f"wss://127.0.0.1:{port}/", Headers(), trusted=trusted, timeout=0.3)
        failures.append(failed.value)

    with silent_server(authority) as port:
        client = Thread(target=attempt, args=(port,), daemon=True)
        client.start()
        client.join(PATIENCE)
    assert failures, "the client still waits"
