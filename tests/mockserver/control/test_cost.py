"""The cost of the control plane for other requests: processor time of two servers, in turns."""

import json
import os
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from test_cli_mock import started

from patience import PATIENCE

ROUNDS = 6
REQUESTS = {"get": 400, "search": 400, "post": 400, "wait": 25}
ALLOWED = 1.25
"""Measured: 1.15 for GET, 1.1 for search and POST. The aim is 1.1; the rest is room for noise."""

TICKS = os.sysconf("SC_CLK_TCK")


def seconds(pid):
    """Return the processor time of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Server:
    def __init__(self, mock):
        self.pid = mock.process.pid
        self.client = httpx.Client(base_url=mock.url, timeout=PATIENCE)
        thread = self.client.post("/threads", json={}).json()["thread_id"]
        run = {"assistant_id": "hitl", "input": {"messages": []}}
        self.requests = {
            "get": ("GET", f"/threads/{thread}", None),
            "search": ("POST", "/threads/search", {"limit": 10}),
            "post": ("POST", "/threads", {}),
            "wait": ("POST", "/runs/wait", run),
        }
        for name in REQUESTS:
            self.send(name)

    def send(self, name):
        method, path, body = self.requests[name]
        content = None if body is None else json.dumps(body)
        response = self.client.request(method, path, content=content)
        assert response.is_success

    def cost(self, name):
        start = seconds(self.pid)
        for _ in range(REQUESTS[name]):
            self.send(name)
        return seconds(self.pid) - start


@contextmanager
def server(*options):
    with started("--pace", "0", *options) as mock:
        served = Server(mock)
        with closing(served.client):
            yield served


@pytest.mark.slow
def test_other_requests_cost_little_more():
    with server("--no-control") as without, server() as controlled:
        ratios = {}
        for name in REQUESTS:
            costs = {without: 0.0, controlled: 0.0}
            for number in range(ROUNDS):
                order = (without, controlled) if number % 2 else (controlled, without)
                for each in order:
                    costs[each] += each.cost(name)
            ratios[name] = costs[controlled] / costs[without]
    assert max(ratios.values()) <= ALLOWED, ratios
