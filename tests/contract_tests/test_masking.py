"""Secrets are in nothing that is written; a replay takes them from the shell."""

import os
import subprocess

import pytest

from contract_tests.exchange import Request
from contract_tests.masking import Masks

ALICE, BOB = {"Authorization": "Bearer alices-token"}, {"x-api-key": "bobs-key"}
MASKS = Masks.of((ALICE, BOB))


def test_the_credentials_of_both_owners_have_a_variable_each():
    masked = MASKS.request(Request("GET", "http://h/threads", {**ALICE, **BOB}))
    assert masked.headers == {"Authorization": "$AUTHORIZATION", "x-api-key": "$OTHER_X_API_KEY"}


@pytest.mark.parametrize("name", ["Cookie", "x-auth-token", "X-Session", "api-key", "Proxy-Authorization"])
def test_other_headers_that_sound_secret_are_masked_too(name):
    assert "s3cret" not in str(MASKS.request(Request("GET", "http://h/", {name: "s3cret"})))


def test_headers_that_do_not_are_left():
    request = Request("GET", "http://h/", {"Accept": "application/json"})
    assert MASKS.request(request) == request


def test_a_secret_is_masked_wherever_it_stands():
    request = Request(
        "POST", "http://h/threads?token=alices-token", {"x-echo": "bobs-key!"}, b'{"k": "bobs-key"}'
    )
    masked = MASKS.request(request)
    assert masked.url == "http://h/threads?token=$AUTHORIZATION"
    assert masked.headers == {"x-echo": "$OTHER_X_API_KEY!"}
    assert masked.body == b'{"k": "$OTHER_X_API_KEY"}'
    assert MASKS.text("refused: Bearer alices-token") == "refused: $AUTHORIZATION"


def test_a_short_value_is_not_looked_for_in_texts():
    assert Masks.of([{"x-user": "a"}]).text("a banana") == "a banana"


def test_a_replay_takes_the_secret_from_the_shell():
    line = MASKS.request(Request("GET", "http://h/threads", ALICE)).curl()
    assert line == 'curl -sS -i http://h/threads -H "Authorization: $AUTHORIZATION"'
    environment = {**os.environ, "AUTHORIZATION": ALICE["Authorization"]}
    told = subprocess.run(
        ["bash", "-c", line.replace("curl", "printf '%s\\n'")],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Authorization: Bearer alices-token" in told.stdout.splitlines()


def test_a_value_that_looks_like_a_variable_but_is_none_stays_quoted():
    assert "'x-shell: $(id)'" in Request("GET", "http://h/", {"x-shell": "$(id)"}).curl()
