"""Tests of redaction: no output contains a secret; a replay reads secrets from shell variables."""

import os
import subprocess

import pytest
from httpx import Headers

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.findings.text_redactor import TextRedactor, secrets_in

ALICE, BOB = {"Authorization": "Bearer alices-token"}, {"x-api-key": "bobs-key"}
MASKS = TextRedactor.of((ALICE, BOB))
FORM = "application/x-www-form-urlencoded"
ESCAPED = rb'{"password": "p\"q\/r"}'


def test_the_credentials_of_both_owners_have_a_variable_each():
    masked = MASKS.request(Request("GET", "http://h/threads", {**ALICE, **BOB}))
    assert masked.headers == {"Authorization": "$AUTHORIZATION", "x-api-key": "$OTHER_X_API_KEY"}


@pytest.mark.parametrize("name", ["Cookie", "x-auth-token", "X-Session", "api-key", "Proxy-Authorization"])
def test_other_headers_that_sound_secret_are_masked_too(name):
    assert "s3cret" not in str(MASKS.request(Request("GET", "http://h/", {name: "s3cret"})))


def test_each_cookie_has_a_variable_unless_it_is_the_value_of_a_header():
    headers = {"Cookie": "session=alices-session; csrf=alices-csrf", "X-CSRF-Token": "alices-csrf"}
    masks = TextRedactor.of((headers,))
    masked = masks.request(Request("GET", "http://h/", headers))
    assert masked.headers == {"Cookie": "$COOKIE", "X-CSRF-Token": "$X_CSRF_TOKEN"}
    assert masks.text("alices-session, alices-csrf") == "$SESSION, $X_CSRF_TOKEN"


def test_other_headers_are_not_masked():
    request = Request("GET", "http://h/", {"Accept": "application/json"})
    assert MASKS.request(request) == request


def test_a_secret_is_masked_everywhere():
    request = Request(
        "POST", "http://h/threads?token=alices-token", {"x-echo": "bobs-key!"}, b'{"k": "bobs-key"}'
    )
    masked = MASKS.request(request)
    assert masked.url == "http://h/threads?token=$AUTHORIZATION"
    assert masked.headers == {"x-echo": "$OTHER_X_API_KEY!"}
    assert masked.body == b'{"k": "$OTHER_X_API_KEY"}'
    assert MASKS.text("refused: Bearer alices-token") == "refused: $AUTHORIZATION"


def test_a_short_value_is_not_masked_in_texts():
    assert TextRedactor.of([{"x-user": "a"}]).text("a banana") == "a banana"


def test_a_replay_takes_the_secret_from_the_shell():
    line = MASKS.request(Request("GET", "http://h/threads", ALICE)).curl()
    assert line == 'curl -sS -i http://h/threads -H "Authorization: $AUTHORIZATION"'
    environment = {**os.environ, "AUTHORIZATION": ALICE["Authorization"]}
    result = subprocess.run(
        ["bash", "-c", line.replace("curl", "printf '%s\\n'")],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Authorization: Bearer alices-token" in result.stdout.splitlines()


def test_a_value_that_resembles_a_variable_stays_quoted():
    assert "'x-shell: $(id)'" in Request("GET", "http://h/", {"x-shell": "$(id)"}).curl()


def test_a_truncated_secret_is_masked():
    token = "eyJ" + "x" * 200
    redactor = TextRedactor.of([{"Authorization": f"Bearer {token}"}])
    assert redactor.text(f'"{token[:79]}… (202 characters)') == '"$AUTHORIZATION… (202 characters)'
    assert redactor.text("exactly… so") == "exactly… so"


@pytest.mark.parametrize(
    ("request_", "response", "secrets"),
    [
        (Request("GET", "http://h/x?api_key=p!w%2b1", {}), b"", {"p!w%2b1", "p!w+1"}),
        (Request("GET", "http://h/x#access_token=abcdefg", {}), b"", {"abcdefg"}),
        (Request("GET", "http://h/x", {}), ESCAPED, {r"p\"q\/r", 'p"q/r'}),
        (
            Request("POST", "http://h/x", {"content-type": FORM}, b"client_secret=abc%20def&a=b"),
            b"",
            {"abc%20def", "abc def"},
        ),
    ],
    ids=["query", "fragment", "escaped JSON", "form"],
)
def test_a_secret_is_masked_in_every_encoding(request_, response, secrets):
    exchange = Exchange(None, request_, Response(200, content=response))
    assert {value for _, value in secrets_in(exchange)} == secrets


def test_the_target_of_a_redirect_may_be_a_secret():
    response = Response(302, Headers({"location": "https://h/?token=abcdefg"}))
    assert ("token", "abcdefg") in secrets_in(Exchange(None, Request("GET", "http://h/", {}), response))
