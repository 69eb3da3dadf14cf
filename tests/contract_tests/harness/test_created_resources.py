"""Tests of created resources: identified by the response, or in advance by an id that we chose."""

import json

import httpx
import pytest

from contract_tests.client.exchange import Request, Response
from contract_tests.client.stream import StreamedExchange
from contract_tests.harness.created_resources import creations, deleted, ended, intended, marked

OWN = {"own"}
UUID = "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11"
RUN = {"thread_id": "t", "run_id": "r"}
STARTING = {"id": 1, "method": "run.start"}
STARTED = {"type": "success", "id": 1, "result": {"run_id": "r"}}
ITEM = {"namespace": ["a", "b"], "key": "k", "value": {}}
SENT = {"params": {"message": {"role": "user"}}}
OWN_CONTEXT = {"params": {"message": {"contextId": "own"}}}
TASK = {"result": {"kind": "task", "contextId": "t"}}
OWN_ITEM = {**ITEM, "namespace": ["own"]}


def exchange(method, path, body=None, status=200, response=None, *, end="closed", **headers):
    request = Request(method, f"http://target{path}", body=json.dumps(body).encode() if body else b"")
    located = httpx.Headers({name.replace("_", "-"): value for name, value in headers.items()})
    return StreamedExchange(
        None,
        request,
        Response(status, located, json.dumps(response).encode() if response else b""),
        ended=end,
    )


@pytest.mark.parametrize(
    ("path", "body", "intent"),
    [
        ("/threads", {"thread_id": "own"}, "/threads/own"),
        ("/threads", {"thread_id": "other"}, None),
        ("/threads", ["no object"], None),
        ("/assistants", {"assistant_id": "own"}, "/assistants/own"),
        ("/assistants/search", {"assistant_id": "own"}, None),
        ("/threads/own/runs", {"if_not_exists": "create"}, "/threads/own"),
        ("/threads/own/runs/stream", {"if_not_exists": "create"}, "/threads/own"),
        ("/threads/own/runs/wait", {}, None),
        ("/threads/other/runs", {"if_not_exists": "create"}, None),
        ("/threads/own/commands", {"method": "run.start"}, "/threads/own"),
        ("/threads/own/commands", {"method": "agent.getTree"}, None),
        ("/threads/other/commands", {"method": "run.start"}, None),
        ("/a2a/a", OWN_CONTEXT, "/threads/own"),
        ("/a2a/a", {"params": {"message": {"contextId": "other"}}}, None),
        ("/a2a/a", {"params": {"contextId": "own"}}, None),
    ],
)
def test_resource_with_a_chosen_id_is_registered_first(path, body, intent):
    assert intended(exchange("POST", path, body).request, OWN) == intent


@pytest.mark.parametrize(
    ("body", "intent"),
    [
        ({"namespace": ["own", "b c"], "key": "&"}, "/store/items?namespace=own.b+c&key=%26"),
        ({"namespace": ["other"], "key": "k"}, None),
        ({"namespace": ["own"]}, None),
        ({"namespace": [], "key": "k"}, None),
        ({"namespace": ["own", ""], "key": "k"}, None),
        ({"namespace": ["own", ".a"], "key": "k"}, None),
        ({"namespace": ["own", 1], "key": "k"}, None),
        (["no object"], None),
    ],
)
def test_an_item_below_our_root_is_known_in_advance(body, intent):
    assert intended(exchange("PUT", "/store/items", body).request, OWN) == intent


@pytest.mark.parametrize(
    ("sent", "created"),
    [
        (exchange("POST", "/threads", {}, response={"thread_id": "t"}), ["/threads/t"]),
        (exchange("POST", "/threads/x/copy", response={"thread_id": "t"}), ["/threads/t"]),
        (exchange("POST", "/assistants", {}, response={"assistant_id": "a"}), ["/assistants/a"]),
        (exchange("POST", f"/threads/{UUID}/runs", {}, response=RUN), ["/threads/t/runs/r"]),
        (exchange("POST", "/threads/own/runs", {}, response=RUN), ["/threads/own", "/threads/t/runs/r"]),
        (exchange("POST", "/threads/not-a-uuid/runs", {}), ["/threads/not-a-uuid"]),
        (exchange("POST", "/runs", {}, response=RUN), ["/threads/t", "/threads/t/runs/r"]),
        (exchange("POST", "/runs/batch", [], response=[RUN]), ["/threads/t", "/threads/t/runs/r"]),
        (
            exchange("POST", f"/threads/{UUID}/runs/stream", {}, content_location="/threads/t/runs/r"),
            ["/threads/t/runs/r"],
        ),
        (exchange("POST", "/runs/stream", {}, content_location="/runs/r"), []),
        (exchange("PUT", "/store/items", ITEM, 204), ["/store/items?namespace=a.b&key=k"]),
        (exchange("PUT", "/store/items", OWN_ITEM, 422), []),
        (exchange("PUT", "/store/items", OWN_ITEM, 500), ["/store/items?namespace=own&key=k"]),
        (exchange("POST", "/threads/search", {}, response=[{"thread_id": "t"}]), []),
        (exchange("GET", "/threads/t", response={"thread_id": "t"}), []),
        (exchange("POST", "/threads", {"thread_id": "other"}, 409, {"thread_id": "other"}), []),
        (exchange("POST", "/threads", {"thread_id": "own"}, 409), []),
        (exchange("POST", "/threads", {"thread_id": "own"}, 500), ["/threads/own"]),
        (exchange("POST", "/threads", {"thread_id": "own"}, 501), []),
        (exchange("POST", "/threads", {"thread_id": "own"}, 405), []),
        (exchange("POST", "/threads", {"thread_id": "own"}, response={"thread_id": "t"}), ["/threads/t"]),
        (exchange("POST", "/threads", {"thread_id": "own"}, response={"thread_id": "OWN"}), ["/threads/own"]),
        (exchange("POST", "/threads", {"thread_id": "own"}, response={"thread_id": 7}), ["/threads/7"]),
        (exchange("POST", "/threads", {}, response={"thread_id": True}), []),
        (exchange("POST", "/threads/t/runs", {}, 404, {"detail": "no"}), []),
        (
            exchange("POST", f"/threads/{UUID}/commands", STARTING, response=STARTED),
            [f"/threads/{UUID}/runs/r"],
        ),
        (exchange("POST", f"/threads/{UUID}/commands", STARTING, response={"type": "error"}), []),
        (exchange("POST", "/threads/own/commands", STARTING, response={"type": "error"}), ["/threads/own"]),
        (exchange("POST", "/a2a/a", SENT, response=TASK), ["/threads/t"]),
        (exchange("POST", "/a2a/a", OWN_CONTEXT, response=TASK), ["/threads/own"]),
        (exchange("POST", "/a2a/a", {"params": {"id": "t:r"}}, response=TASK), []),
        (exchange("POST", "/a2a/a", SENT, response={"error": {"code": 1}}), []),
    ],
    ids=lambda each: each if isinstance(each, list) else f"{each} {each.request.body.decode()}",
)
def test_created_resource_is_found_in_the_response(sent, created):
    assert list(dict.fromkeys(creations(sent, OWN))) == created


def test_a_thread_with_our_mark_is_ours():
    mark = {"contract_check": "0/x"}
    created_ids = [
        {"thread_id": "t", "metadata": {"more": 1, **mark}},
        {"thread_id": "other", "metadata": {"contract_check": "0/y"}},
        {"thread_id": "none", "metadata": None},
        {"metadata": mark},
        "no thread",
    ]
    assert list(marked(exchange("POST", "/threads/search", {}, response=created_ids), mark)) == ["/threads/t"]
    assert list(marked(exchange("POST", "/threads/search", {}, 422, {"detail": "no"}), mark)) == []


@pytest.mark.parametrize(
    ("sent", "run"),
    [
        (exchange("GET", "/threads/t/runs/r/join"), "/threads/t/runs/r"),
        (exchange("GET", "/threads/t/runs/r/stream?stream_mode=values"), "/threads/t/runs/r"),
        (exchange("GET", "/threads/t/runs/r/stream", end="left"), None),
        (exchange("GET", "/threads/t/runs/r/join", status=404), None),
        (exchange("GET", "/threads/t/runs/r"), None),
        (
            exchange("POST", "/threads/t/runs/wait", {}, content_location="/threads/t/runs/r"),
            "/threads/t/runs/r",
        ),
        (exchange("POST", "/threads/t/runs", {}, response=RUN, content_location="/threads/t/runs/r"), None),
    ],
    ids=str,
)
def test_exchanges_that_prove_the_end_of_a_run(sent, run):
    assert ended(sent) == run


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        (exchange("DELETE", "/threads/t", status=204), "/threads/t"),
        (exchange("DELETE", "/threads/t", status=404), None),
        (exchange("GET", "/threads/t"), None),
        (exchange("DELETE", "/store/items", ITEM, 204), "/store/items?namespace=a.b&key=k"),
    ],
    ids=str,
)
def test_deleted_resource_is_found_in_the_request(sent, path):
    assert deleted(sent) == path


@pytest.mark.parametrize(
    "assistant",
    [
        {"assistant_id": "agent", "graph_id": "agent", "metadata": {}},
        {"assistant_id": UUID, "graph_id": "agent", "metadata": {"created_by": "system"}},
    ],
)
@pytest.mark.parametrize("body", [{}, {"assistant_id": "own"}])
def test_the_servers_own_assistant_is_never_removed(assistant, body):
    created = exchange("POST", "/assistants", {"graph_id": "agent", **body}, response=assistant)
    assert not list(creations(created, OWN))
