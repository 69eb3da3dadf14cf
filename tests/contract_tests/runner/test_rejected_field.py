"""Tests of the search for the field because of which a valid request is rejected."""

import json

import httpx
import pytest

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.runner.rejected_field import rejected_field

BODY = {"assistant_id": "agent", "input": {}, "command": {"resume": "yes"}, "durability": "sync"}


def pointer(run_context_of, contract, is_rejected, status=422, **further):
    def respond(request):
        body = json.loads(request.content)
        return httpx.Response(status, json={"detail": "no"}) if is_rejected(body) else httpx.Response(200)

    return pointer_of(run_context_of, contract, respond, status, **further)


def pointer_of(run_context_of, contract, respond, status=422, content=b"{}", **further):
    """Return the pointer to the field to blame for this status of a target."""
    operation = contract.by_id["create_run"]
    sent = json.dumps(BODY | further).encode()
    request = Request("POST", "/runs", {"content-type": "application/json"}, sent)
    exchange = Exchange("create_run", request, Response(status, httpx.Headers(), content))
    found = rejected_field(run_context_of(respond, identities=({},)), operation, exchange)
    return found and found.pointer


@pytest.mark.parametrize("name", ["input", "command", "durability"])
def test_field_is_to_blame_without_which_the_request_is_accepted(name, run_context_of, contract):
    assert pointer(run_context_of, contract, lambda body: name in body) == f"/body/{name}"


def test_neither_of_two_fields_that_exclude_each_other_is_to_blame(run_context_of, contract):
    assert pointer(run_context_of, contract, lambda body: {"input", "command"} <= {*body}) is None


def test_no_field_is_to_blame_for_a_conflict_with_what_exists(run_context_of, contract):
    assert pointer(run_context_of, contract, lambda body: "durability" in body, status=409) is None


def test_no_field_is_to_blame_for_a_redirect(run_context_of, contract):
    assert pointer(run_context_of, contract, lambda body: "durability" in body, status=307) is None


def test_no_field_is_to_blame_for_a_rejection_that_does_not_occur_again(run_context_of, contract):
    rejections = iter([False])  # without the first field it is accepted, without any other it is rejected

    def is_rejected(body):
        return body != BODY and next(rejections, True)

    assert pointer(run_context_of, contract, is_rejected, status=500) is None


def test_fields_that_the_contract_does_not_name_are_to_blame_together(run_context_of, contract):
    def is_rejected(body):
        return not {"colour", "size"}.isdisjoint(body)

    assert pointer(run_context_of, contract, is_rejected, colour="red", size=1) == "/body"


def test_field_is_to_blame_with_which_alone_the_request_is_rejected_alike(run_context_of, contract):
    """Without it the request is rejected because of another field, with another status."""

    def respond(request):
        body = json.loads(request.content)
        status = 422 if "durability" in body else 404 if "command" in body else 200
        return httpx.Response(status, json={})

    assert pointer_of(run_context_of, contract, respond) == "/body/durability"


def test_field_that_is_rejected_alone_with_the_same_text_is_to_blame(run_context_of, contract):
    """Both fields are rejected, and the whole request because of the second one."""

    def respond(request):
        body = json.loads(request.content)
        reason = next((each for each in ("durability", "command") if each in body), "")
        return httpx.Response(
            501 if reason else 200, json={"detail": f"{reason}: not supported ({len(body)})"}
        )

    rejected = httpx.Response(501, json={"detail": "durability: not supported (4)"}).content
    assert pointer_of(run_context_of, contract, respond, 501, content=rejected) == "/body/durability"


def test_rejections_of_the_same_fields_with_different_texts_are_told_apart(run_context_of, contract):
    operation, reasons = contract.by_id["create_run"], ("durability", "command")

    def respond(request):
        body = json.loads(request.content)
        reason = next((each for each in reasons if each in body and body[each] == "wrong"), "")
        return httpx.Response(422 if reason else 200, json={"detail": reason})

    run_context = run_context_of(respond, identities=({},))
    for name in reasons:
        content = json.dumps(BODY | {name: "wrong"}).encode()
        request = Request("POST", "/runs", {"content-type": "application/json"}, content)
        response = Response(422, httpx.Headers(), json.dumps({"detail": name}).encode())
        found = rejected_field(run_context, operation, Exchange("create_run", request, response))
        assert found is not None
        assert found.pointer == f"/body/{name}"


def test_the_first_of_several_rejected_fields_is_to_blame(run_context_of, contract):
    assert pointer(run_context_of, contract, lambda body: {"command", "durability"} & {*body}) == (
        "/body/command"
    )


def test_what_is_known_of_a_field_is_not_tried_again(run_context_of, contract):
    sent = []

    def respond(request):
        body = json.loads(request.content)
        sent.append({*body})
        return httpx.Response(422 if {"command", "durability", "webhook"} & {*body} else 200, json={})

    run_context = run_context_of(respond, identities=({},))
    operation, counts = contract.by_id["create_run"], list[int]()
    for more in ({}, {"webhook": "http://127.0.0.1/"}, {"multitask_strategy": "reject"}):
        request = Request("POST", "/runs", {}, json.dumps({**BODY, **more}).encode())
        exchange = Exchange("create_run", request, Response(422, httpx.Headers(), b"{}"))
        found = rejected_field(run_context, operation, exchange)
        counts.append(len(sent))
        assert found.pointer == "/body/command"
    without_one, least, alone, again = 3, 1, 1, 1
    assert counts[0] == without_one + least + alone + again


def test_a_request_that_is_rejected_for_another_reason_blames_no_field(run_context_of, contract):
    seen = []

    def respond(request):
        seen.append(request)
        body = json.loads(request.content)
        is_least = body.keys() <= {"assistant_id", "input"}
        return httpx.Response(200 if is_least else 409 if len(seen) > 4 else 422)

    request = Request("POST", "/runs", {}, json.dumps(BODY).encode())
    exchange = Exchange("create_run", request, Response(422, httpx.Headers(), b"{}"))
    run_context = run_context_of(respond, identities=({},))
    assert rejected_field(run_context, contract.by_id["create_run"], exchange) is None
