"""Tests of replays: they repeat exactly the writes to the resources that a request is about."""

import json
from dataclasses import replace

import httpx
import pytest

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.findings.replay import commands, leading_to, limits, without_ids
from contract_tests.findings.replay_limit import ReplayLimit

ONE = "11111111-1111-4111-8111-111111111111"
TWO = "22222222-2222-4222-8222-222222222222"


def exchange(operation, method, path, body=None, *, status=200, response=None):
    request = Request(method, f"http://target{path}", {}, json.dumps(body).encode() if body else b"")
    return Exchange(operation, request, Response(status, httpx.Headers(), json.dumps(response).encode()))


def create(thread_id, **body):
    return exchange("create_thread", "POST", "/threads", {"thread_id": thread_id, **body})


def update(thread_id, status=200):
    return exchange("update_state", "POST", f"/threads/{thread_id}/state", {"values": {}}, status=status)


def read(thread_id):
    return exchange("get_state", "GET", f"/threads/{thread_id}/state")


def test_writes_to_the_same_thread_are_sent_again_in_order():
    created, updated, last = create(ONE), update(ONE), read(ONE)
    exchanges = [created, create(TWO), updated, read(TWO), update(TWO), last, update(ONE)]
    assert leading_to(last, exchanges) == (created, updated)


def test_a_repeated_request_is_replayed_twice_because_of_caches():
    created, once, updated, last = create(ONE), read(ONE), update(ONE), read(ONE)
    assert leading_to(last, [created, once, updated, read(ONE), last]) == (created, once, updated)


def test_an_id_in_upper_case_or_without_dashes_is_the_same_id():
    created = create(ONE.replace("1", "a"))
    for written in (ONE.replace("1", "A"), ONE.replace("1", "a").replace("-", "")):
        last = read(written)
        assert leading_to(last, [created, create(TWO), last]) == (created,)


def test_a_search_for_ids_needs_the_other_resources():
    mark = {"metadata": {"contract_check": "0/threads.search.ids"}}
    created, other = create(ONE, **mark), create(TWO, **mark)
    last = exchange("search_threads", "POST", "/threads/search", {"ids": [ONE], **mark})
    assert leading_to(last, [created, other, last]) == (created, other)


def test_replay_creates_the_resources_that_the_search_found():
    mark = {"metadata": {"contract_check": "0/threads.search.status"}}
    created, updated = create(ONE, **mark), update(ONE)
    last = exchange("search_threads", "POST", "/threads/search", mark)
    assert leading_to(last, [created, updated, last]) == (created, updated)


def test_a_list_is_replayed_with_the_resources_that_it_shows():
    created, last = create(ONE), exchange("call_mcp", "POST", "/mcp", {"method": "list"}, response=[ONE])
    assert leading_to(last, [created, create(TWO), last]) == (created,)


def test_a_run_that_was_waited_for_is_waited_for_again():
    created, run = create(ONE), f"/threads/{ONE}/runs/{TWO}"
    started = exchange("create_thread_run", "POST", f"/threads/{ONE}/runs", response={"run_id": TWO})
    joined, last = exchange("join_thread_run", "GET", f"{run}/join"), read(ONE)
    assert leading_to(last, [created, started, joined, last]) == (created, started, joined)


def test_failed_requests_are_omitted():
    created, last = create(ONE), read(ONE)
    assert leading_to(last, [created, update(ONE, status=400), last]) == (created,)


def test_a_copy_needs_its_original():
    created = create(ONE)
    copied = exchange("copy_thread", "POST", f"/threads/{ONE}/copy", response={"thread_id": TWO})
    last = read(TWO)
    assert leading_to(last, [created, copied, last]) == (created, copied)


def test_a_search_needs_the_threads_with_the_mark_it_searches_for():
    mark = {"metadata": {"contract_check": "0/threads.search.limit"}}
    created = create(ONE, **mark)
    last = exchange("search_threads", "POST", "/threads/search", mark)
    assert leading_to(last, [created, create(TWO), last]) == (created,)


def test_id_in_the_base_url_is_not_a_resource():
    def below(each):
        base = f"http://target/tenants/{TWO}"
        request = replace(each.request, url=each.request.url.replace("http://target", base), base=base)
        return replace(each, request=request)

    created, other, last = map(
        below, (create(ONE), create("33333333-3333-4333-8333-333333333333"), read(ONE))
    )
    assert leading_to(last, [created, other, last]) == (created,)
    assert all(line.count("/tenants/") == 1 for line in commands([created, last]))


def test_a_request_without_a_resource_needs_no_preparation():
    last = exchange("get_info", "GET", "/info")
    assert leading_to(last, [create(ONE), last]) == ()


def test_a_conflict_needs_the_resource_that_it_conflicts_with():
    def assistant(status, **body):
        return exchange(
            "create_assistant", "POST", "/assistants", {"graph_id": "agent", **body}, status=status
        )

    last = assistant(409)
    assert leading_to(last, [create(ONE), last]) == (last,)
    assert leading_to(assistant(422), []) == ()
    chosen = assistant(409, assistant_id=ONE)
    assert leading_to(chosen, [chosen]) == ()
    mark = {"metadata": {"contract_check": "0/assistants.create.identical"}}
    first, second = assistant(200, **mark), assistant(409, **mark)
    assert leading_to(second, [first, second]) == (first,)


def test_a_compound_id_is_read_from_the_response():
    task = f"{ONE}:{TWO}"
    sent = exchange("send_a2a_message", "POST", "/a2a/a", {"params": {}}, response={"result": {"id": task}})
    request = exchange("send_a2a_message", "POST", "/a2a/a", {"params": {"id": task}})
    first, second = commands([sent, request])
    assert first.startswith("ID1=$(curl")
    assert "$ID1" in second
    assert ONE not in second


def test_an_interrupt_is_taken_from_the_state_that_shows_it():
    created, interrupt = create(ONE), "0123456789abcdef" * 2
    state = replace(read(ONE), response=Response(200, httpx.Headers(), b'{"id": "%s"}' % interrupt.encode()))
    last = exchange("send_command", "POST", f"/threads/{ONE}/commands", {"interrupt_id": interrupt})
    assert leading_to(last, [created, read(ONE), state, last]) == (created, state)
    _, shown, sent = commands([created, state, last])
    assert shown.startswith("ID1=$(curl")
    assert "$ID1" in sent
    assert interrupt not in sent


def test_a_polled_request_is_repeated_until_the_response_is_as_awaited():
    polled = replace(read(ONE), awaited='"status": *"success"')
    last = update(ONE)
    assert leading_to(last, [polled, last]) == (polled,)
    line, _ = commands([polled, last])
    assert line.startswith("for i in $(seq 50); do RESPONSE=$(curl ")
    assert 'grep -qE \'"status": *"success"\' && break; sleep 0.2; done' in line


def test_a_stream_that_was_read_to_its_end_is_read_to_its_end_again():
    created = exchange("create_thread_run", "POST", "/runs", response={"run_id": TWO})
    last = exchange("get_thread_run", "GET", f"/runs/{TWO}")
    assert "-m 1" not in commands([created, last])[0]


def test_a_replay_of_two_connections_is_marked():
    assert limits(read(ONE)) == ()
    assert limits(replace(read(ONE), is_overlapping=True)) == (ReplayLimit.CONNECTIONS,)


@pytest.mark.parametrize(
    ("pointer", "kept"),
    [
        ("/messages/run--0195f1a0-7b3c-7f61-8000-2b6d9e4c1a70/content", "/messages/*/content"),
        ("/interrupts/6a32181f2ba14c7e9d5b0f6a32181f2b/0/value", "/interrupts/*/0/value"),
        ("/values/msg_01AbCdEfGhIjKlMnOp", "/values/*"),
        ("/body/*/multitask_strategy", "/body/*/multitask_strategy"),
        ("X-Pagination-Total", "X-Pagination-Total"),
        ("status 409", "status 409"),
    ],
)
def test_pointers_have_no_ids(pointer, kept):
    assert without_ids(pointer) == kept
