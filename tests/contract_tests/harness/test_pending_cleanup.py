"""Tests of cleanup: created resources are tracked until they are removed, across processes."""

import json

import httpx
import pytest

from contract_tests.client.target import Target
from contract_tests.findings import replay
from contract_tests.harness import pending_cleanup
from contract_tests.harness.pending_cleanup import Cleanup

ALICE, BOB = ("/threads/1", "first"), ("/threads/2", "other")


def target(response):
    return Target(
        "http://target", ({"x-api-key": "alice"}, {"x-api-key": "bob"}), httpx.MockTransport(response)
    )


def test_removed_resource_is_no_longer_pending():
    known = Cleanup()
    known.add(ALICE)
    known.add(BOB)
    known.remove(target(lambda _: httpx.Response(204)), ALICE)
    assert known.remaining() == (BOB,)


def test_a_thread_is_removed_by_its_owner():
    requests = []
    known = Cleanup()
    known.add(BOB)
    known.remove(target(lambda request: requests.append(request) or httpx.Response(204)), BOB)
    assert [(each.method, each.url.path, each.headers["x-api-key"]) for each in requests] == [
        ("DELETE", "/threads/2", "bob")
    ]


def test_an_item_is_removed_by_its_namespace_and_key():
    known, requests = Cleanup(), []
    item = ("/store/items?namespace=a.b+c&key=%26", "first")
    known.add(item)
    known.remove(target(lambda request: requests.append(request) or httpx.Response(204)), item)
    assert known.remaining() == ()
    [request] = requests
    assert (request.method, request.url.path, request.url.query) == ("DELETE", "/store/items", b"")
    assert json.loads(request.content) == {"namespace": ["a", "b c"], "key": "&"}


def test_missing_resource_needs_no_removal():
    known = Cleanup()
    known.add(ALICE)
    known.remove(target(lambda _: httpx.Response(404)), ALICE)
    assert known.remaining() == ()


@pytest.mark.parametrize(
    ("text", "remaining"),
    [
        ("no thread {}", ()),
        ("Internal Server Error", (ALICE,)),
        ("thread {} is locked", (ALICE,)),
    ],
)
def test_a_server_error_that_every_unknown_id_gets_needs_no_removal(text, remaining):
    def response(request):
        resource_id = request.url.path.rpartition("/")[2]
        about = "no thread {}" if resource_id != "1" else text
        return httpx.Response(500, text=about.format(resource_id))

    known = Cleanup()
    known.add(ALICE)
    known.remove(target(response), ALICE)
    assert known.remaining() == remaining


def test_undeletable_resource_stays_pending():
    known = Cleanup()
    known.add(ALICE)
    known.remove(target(lambda _: httpx.Response(500)), ALICE)
    assert known.remaining() == (ALICE,)


def test_another_process_reads_what_remains(tmp_path):
    file = tmp_path / "main"
    known = Cleanup(file)
    known.add(ALICE)
    known.add(BOB)
    known.remove(target(lambda _: httpx.Response(204)), ALICE)
    assert pending_cleanup.read(file).remaining() == (BOB,)


@pytest.mark.parametrize(
    ("status", "is_gone"), [(400, True), (422, True), (403, False), (405, False), (500, False)]
)
def test_resource_with_an_id_that_the_target_rejects_is_gone(status, is_gone):
    known = Cleanup()
    known.add(ALICE)
    known.remove(target(lambda _: httpx.Response(status)), ALICE)
    assert (known.remaining() == ()) == is_gone


@pytest.mark.parametrize(
    ("returned_id", "path"),
    [("a\x1b\n", "/threads/a%1B%0A"), (7, "/threads/7"), ("x" * 70_000, None), ({}, None)],
)
def test_resources_that_a_search_finds_have_a_path_if_a_url_can_carry_their_id(returned_id, path):
    def found(request):
        threads = [{"thread_id": returned_id, "metadata": {replay.RUN: "run"}}]
        return httpx.Response(200, json=threads if request.url.path == "/threads/search" else [])

    assert {each for each, _ in pending_cleanup.of_run(target(found), "run")} == ({path} if path else set())
