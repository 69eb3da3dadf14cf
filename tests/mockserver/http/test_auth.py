"""Authentication: credentials identify the owner, and owners see only their own resources."""

import httpx
import pytest

from mockserver.http.middleware.auth import Owners
from mockserver.settings import Settings

ALICE = {"authorization": "Bearer alice"}
BOB = {"x-api-key": "bob"}


@pytest.fixture
def owner():
    """Return a function that returns the owner of a request with these headers."""
    owners = Owners(Settings(seed=7))
    return lambda headers: owners.of((name.lower(), value) for name, value in httpx.Headers(headers).raw)


def test_a_handler_is_called_with_the_owner(echo, owner):
    assert echo("GET", "/ok", headers=ALICE, settings={"seed": 7}).owner == owner(ALICE)


@pytest.mark.parametrize(
    ("one", "same"),
    [
        (ALICE, {"authorization": "Bearer alice "}),
        (ALICE, {"authorization": "\tBearer \t alice\t"}),
        (ALICE, {"authorization": "bEARER alice"}),
        (ALICE, {"AUTHORIZATION": "Bearer alice"}),
        (ALICE, [("authorization", ""), ("authorization", " "), ("authorization", "Bearer alice")]),
        (ALICE, [("authorization", "Bearer"), ("authorization", "Bearer alice")]),
        (ALICE, [("authorization", "Bearer alice"), ("authorization", "Bearer bob")]),
        (ALICE, {**ALICE, **BOB}),
        (ALICE, {**BOB, **ALICE}),
        ({"authorization": "alice"}, {"authorization": " alice "}),
        (BOB, {"X-API-KEY": " bob\t"}),
        (BOB, [("x-api-key", " "), ("x-api-key", "bob"), ("x-api-key", "alice")]),
        (BOB, {"authorization": "", **BOB}),
        (BOB, {"authorization": "bearer ", **BOB}),
        ({}, {"authorization": ""}),
        ({}, {"authorization": " Bearer ", "x-api-key": "\t"}),
        ({}, {"authorization": "Basic"}),
    ],
)
def test_one_set_of_credentials_is_one_owner_however_it_is_written(owner, one, same):
    assert owner(one) == owner(same)


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"authorization": "Bearer ALICE"},
        {"authorization": "Bearer a lice"},
        {"authorization": "Basic alice"},
        {"authorization": "alice"},
        {"authorization": "Bearer \xa0alice".encode("latin-1")},
        {"authorization": "Bearer \xff".encode("latin-1")},
        {"x-api-key": "Bearer alice"},
        {"x-api-key": "alice"},
    ],
)
def test_other_credentials_are_another_owner(owner, other):
    assert owner(ALICE) != owner(other)


def test_without_credentials_the_owner_has_no_name(owner):
    assert owner({}) == ""


def test_an_owner_repeats_only_with_a_seed():
    headers = [(b"x-api-key", b"secret")]
    seeded = {Owners(Settings(seed=seed)).of(headers) for seed in (1, 1, 10**100, 10**100)}
    assert len(seeded) == 2
    assert Owners(Settings()).of(headers) != Owners(Settings()).of(headers)


@pytest.mark.parametrize("blank", ["", " ", "Bearer ", "\t"])
def test_blank_credentials_are_rejected_if_credentials_are_required(mock, blank):
    response = mock(auth="required")("GET", "/threads/x", headers={"authorization": blank, "x-api-key": " "})
    assert response.status_code == 401


SECRETS = ("open-sesame", "b3Blbi1zZXNhbWU=", "b3Blbi1zZXNhbWU")
"""The credentials, their form in Basic authentication, and the same without padding."""


@pytest.mark.parametrize(
    "credentials",
    [
        {"authorization": "Bearer open-sesame"},
        {"authorization": "Basic b3Blbi1zZXNhbWU="},
        {"x-api-key": "open-sesame"},
    ],
)
def test_nothing_that_the_mock_sends_or_logs_has_the_credentials(mock, caplog, credentials):
    """Failing requests and everything that the langgraph library stores of a run are included."""
    caplog.set_level("DEBUG")
    browser = mock(pace=0)
    written = []

    def send(method, path, body=None):
        response = browser(method, path, body, headers=credentials)
        written.append(response.text + repr(response.headers))
        return response

    thread = send("POST", "/threads", {}).json()["thread_id"]
    run = {"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": "hi"}]}}
    modes = ["values", "updates", "messages-tuple", "debug", "events", "tasks", "checkpoints"]
    cron = send("POST", f"/threads/{thread}/runs/crons", {**run, "schedule": "0 0 1 1 *"}).json()
    send("POST", "/runs/crons/search", {})
    send("PATCH", f"/runs/crons/{cron['cron_id']}", {"schedule": "wrong"})
    send("POST", f"/threads/{thread}/runs/stream", {**run, "stream_mode": modes})
    send("POST", f"/threads/{thread}/runs/wait", {**run, "assistant_id": "failing"})
    send("POST", f"/threads/{thread}/history", {"limit": 100})
    for path in ("", "/state", "/runs", "/runs/unknown"):
        send("GET", f"/threads/{thread}{path}")
    for path in ("/metrics", "/metrics?format=json", "/info", "/nowhere"):
        send("GET", path)
    assert cron["user_id"]
    assert cron["user_id"] in written[4]  # the stream contains the owner as graphs see it
    assert not [text for text in [*written, caplog.text] for secret in SECRETS if secret in text]


def test_with_auth_off_everyone_is_one_owner(mock, echo):
    assert echo("GET", "/ok", headers=ALICE, settings={"auth": "off"}).owner == ""
    browser = mock(auth="off")
    thread = browser("POST", "/threads", {}, headers=ALICE).json()["thread_id"]
    assert browser("GET", f"/threads/{thread}", headers=BOB).status_code == 200


@pytest.mark.parametrize("other", [BOB, {}, {"authorization": "Bearer ALICE"}])
def test_a_foreign_thread_looks_like_an_unknown_one(mock, other):
    browser = mock()
    thread = browser("POST", "/threads", {}, headers=ALICE).json()["thread_id"]
    assert browser("GET", f"/threads/{thread}", headers=other).status_code == 404
    assert browser("POST", "/threads", {"thread_id": thread}, headers=other).status_code == 409
    assert browser("POST", "/threads/count", {}, headers=other).json() == 0
    assert browser("GET", f"/threads/{thread}", headers=ALICE).status_code == 200


@pytest.mark.parametrize(
    "path", ["/threads/search", "/nowhere", "/", "/docsx", "/okay", "/ok/", "/threads/", "/info/x"]
)
def test_where_credentials_are_required_every_path_but_a_few_is_401(mock, path):
    browser = mock(auth="required")
    response = browser("POST", path, {})
    assert response.status_code == 401
    assert list(response.json()) == ["detail"]
    assert browser("POST", path, {}, headers=ALICE).status_code != 401


@pytest.mark.parametrize("path", ["/ok", "/info", "/docs", "/docs/swagger-ui.css", "/openapi.json"])
def test_these_need_no_credentials(mock, path):
    assert mock(auth="required")("GET", path).status_code == 200
