"""Metrics of the mock."""

import time
from functools import partial

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from mockserver import handlers
from mockserver.app import create_app
from mockserver.handlers import prometheus_text
from mockserver.settings import Settings
from mockserver.state.metrics import RequestKey
from mockserver.state.world import World
from patience import PATIENCE


@pytest.fixture
def mock(mock):
    """Return a function that makes mocks with an app each, so that metrics are counted separately."""
    return partial(mock, find=handlers.find, validate_responses=True)


def counted(browser):
    requests = browser("GET", "/metrics?format=json").json()["api"]["http_requests_total"]
    return {(each["method"], each["path"], each["status"]): each["count"] for each in requests}


def samples(browser):
    response = browser("GET", "/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    families = text_string_to_metric_families(response.text)
    return [sample for family in families for sample in family.samples]


with_and_without_journal = pytest.mark.parametrize("control", [True, False])


@with_and_without_journal
def test_requests_are_counted_by_operation_and_status(mock, control):
    browser = mock(control=control)
    thread = browser.thread()["thread_id"]
    for _ in range(2):
        browser("GET", f"/threads/{thread}")
    browser("GET", f"/threads/{thread[:-1]}")
    browser("DELETE", "/ok")
    browser("GET", "/docs")
    browser("GET", "/nothing")
    assert counted(browser) == {
        ("POST", "/threads", 200): 1,
        ("GET", "/threads/{thread_id}", 200): 2,
        ("GET", "/threads/{thread_id}", 422): 1,
        ("DELETE", "/ok", 405): 1,
        ("GET", "/docs", 200): 1,
        ("GET", "", 404): 1,
    }


def test_prometheus_reads_the_same_numbers(mock):
    browser = mock()
    browser("GET", "/ok")
    matching = [sample for sample in samples(browser) if sample.labels.get("operation") == "get_ok"]
    requests = [sample for sample in matching if sample.name == "lg_api_http_requests_total"]
    assert [(sample.labels["status"], sample.value) for sample in requests] == [("200", 1)]
    latency = {sample.name: sample.value for sample in matching if sample.labels.get("le", "+Inf") == "+Inf"}
    assert latency["lg_api_http_requests_latency_count"] == 1
    assert latency["lg_api_http_requests_latency_bucket"] == 1
    assert latency["lg_api_http_requests_latency_sum"] > 0


def test_latencies_are_in_milliseconds_for_every_status():
    world = World()
    for status, milliseconds in ((200, 0.5), (200, 70), (422, 90), (200, 4_000_000)):
        world.traffic.count(RequestKey("get_ok", "GET", "/ok", status), milliseconds)
    latencies = {
        sample.labels.get("le", sample.name): sample.value
        for family in text_string_to_metric_families(prometheus_text.text(world).decode())
        for sample in family.samples
        if family.name == "lg_api_http_requests_latency"
    }
    assert (
        latencies["1.0"],
        latencies["10.0"],
        latencies["100.0"],
        latencies["3.6e+06"],
        latencies["+Inf"],
    ) == (1, 1, 3, 3, 4)
    assert latencies["lg_api_http_requests_latency_sum"] == 4_000_160.5


def test_runs_are_counted_by_status(mock):
    browser = mock()
    thread = browser.thread()["thread_id"]
    browser("POST", f"/threads/{thread}/runs/wait", {"assistant_id": "hitl", "input": {"messages": []}})
    browser("POST", f"/threads/{thread}/runs", {"assistant_id": "agent", "input": {}, "after_seconds": 60})
    metrics = browser("GET", "/metrics?format=json").json()
    assert metrics["runs"] == {"success": 1, "pending": 1}
    assert metrics["queue"] == {"n_pending": 1, "n_running": 0}
    runs = {
        sample.labels["status"]: sample.value for sample in samples(browser) if sample.name == "lg_api_runs"
    }
    assert (runs["success"], runs["pending"], runs["error"]) == (1, 1, 0)


def test_unknown_methods_are_counted_together(mock):
    browser = mock()
    browser("BREW", "/ok")
    browser("STIR", "/ok")
    assert counted(browser)[("other", "/ok", 405)] == 2


def test_metrics_need_no_credentials_and_another_format_is_the_usual_one(mock):
    browser = mock(auth="required")
    assert browser("GET", "/metrics").status_code == 200
    assert browser("GET", "/metrics?format=xml").text.startswith("# HELP")


@with_and_without_journal
def test_a_stream_is_open_until_it_ends_or_its_client_leaves(listening, control):
    with (
        listening(create_app(Settings(pace=0, control=control))) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}") as own_client,
    ):

        def open_streams():
            return own_client.get("/metrics", params={"format": "json"}).json()["api"]["open_streams"]

        thread = own_client.post("/threads", json={}).json()["thread_id"]
        with httpx.stream("GET", f"http://127.0.0.1:{port}/threads/{thread}/stream"):
            assert open_streams() == 1
        assert eventually(open_streams, 0)
        own_client.post("/runs/stream", json={"assistant_id": "agent", "input": {"messages": []}})
        assert open_streams() == 0


def eventually(read, expected):
    deadline = time.monotonic() + PATIENCE
    while read() != expected and time.monotonic() < deadline:
        time.sleep(0.02)
    return read() == expected
