"""`kill -9` at random moments of real work: a mock with a state file loses nothing that it has confirmed."""

import asyncio
import random
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx
import pytest

from patience import PATIENCE
from sweep import sweep

SESSIONS = ("default", "other")
MOST = 120
"""Responses and events before a kill, at most."""
WORKERS = 6


def turn(text, **more):
    return {"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": text}]}, **more}


@dataclass
class Worker:
    """A client that works on its own resources, and remembers the mock's responses."""

    http: httpx.AsyncClient
    number: int
    received: Callable[[], None]
    """Called for each response and each event of a stream."""
    run_id: str = ""
    thread_id: str = ""
    events: list = field(default_factory=list)
    """The complete events of the last stream."""
    facts: dict = field(default_factory=dict)
    """Last response of each kind."""

    async def ask(self, method, path, body=None):
        response = await self.http.request(method, path, json=body)
        assert response.is_success, response.text
        self.received()
        return response.json() if response.content else None

    async def work(self, choose):
        """Work until the mock dies."""
        with suppress(httpx.TransportError):
            thread = await self.ask("POST", "/threads", {"metadata": {"worker": self.number}})
            self.facts["thread"] = thread
            self.thread_id = thread["thread_id"]
            steps = [self.store, self.metadata, self.wait, self.stream, self.queue, self.others]
            while True:
                await choose(steps)()

    async def store(self):
        count = self.facts.get("store", 0) + 1
        item = {"namespace": [f"worker {self.number}"], "key": "count", "value": {"count": count}}
        await self.ask("PUT", "/store/items", item)
        self.facts["store"] = count

    async def metadata(self):
        count = self.facts.get("metadata", 0) + 1
        await self.ask("PATCH", f"/threads/{self.thread_id}", {"metadata": {"count": count}})
        self.facts["metadata"] = count

    async def wait(self):
        values = await self.ask("POST", f"/threads/{self.thread_id}/runs/wait", turn("hello"))
        self.facts["messages"] = values["messages"]
        history = await self.ask("POST", f"/threads/{self.thread_id}/history", {"limit": 1000})
        self.facts["history"] = {state["checkpoint_id"] for state in history}

    async def stream(self):
        body = turn("tool please", stream_resumable=True, stream_mode=["messages-tuple", "values"])
        self.events, lines = [], []
        path = f"/threads/{self.thread_id}/runs/stream"
        async with self.http.stream("POST", path, json=body) as response:
            self.run_id = response.headers["content-location"].rpartition("/")[2]
            async for line in response.aiter_lines():
                if line and not line.startswith(":"):
                    lines.append(line)
                elif lines:
                    self.events.append(lines)
                    self.received()
                    lines = []

    async def queue(self):
        """Start two runs in the background, and cancel the second, unless both have ended before."""
        for text in ("slow", "hello"):
            run = await self.ask("POST", f"/threads/{self.thread_id}/runs", turn(text))
            self.facts.setdefault("runs", []).append(run["run_id"])
        path = f"/threads/{self.thread_id}/runs/{run['run_id']}/cancel?wait=true"
        cancelled = await self.http.post(path)
        assert cancelled.is_success or cancelled.status_code == HTTPStatus.NOT_FOUND, cancelled.text
        self.received()

    async def others(self):
        cron = await self.ask("POST", "/runs/crons", {**turn("hello"), "schedule": "0 0 1 1 *"})
        self.facts["cron"] = cron["cron_id"], 200
        if cron["cron_id"][-1] > "7":
            self.facts["cron"] = cron["cron_id"], None  # deleted or not: the request may not have an answer
            await self.ask("DELETE", f"/runs/crons/{cron['cron_id']}")
            self.facts["cron"] = cron["cron_id"], 404
        assistant = await self.ask("POST", "/assistants", {"graph_id": "agent"})
        path = f"/assistants/{assistant['assistant_id']}"
        self.facts["assistant"] = assistant
        self.facts["assistant"] = await self.ask("PATCH", path, {"name": f"of worker {self.number}"})

    async def check(self):
        """Assert that the mock has all that it has confirmed; unfinished changes may be there or not."""
        if not self.facts:
            return
        thread = await self.ask("GET", f"/threads/{self.thread_id}")
        assert thread["created_at"] == self.facts["thread"]["created_at"]
        assert thread["metadata"].get("count", 0) in one_of(self.facts.get("metadata", 0))
        namespace = {"namespace_prefix": [f"worker {self.number}"]}
        items = (await self.ask("POST", "/store/items/search", namespace))["items"]
        assert (items[0]["value"]["count"] if items else 0) in one_of(self.facts.get("store", 0))
        messages = self.facts.get("messages", [])
        assert ((thread["values"] or {}).get("messages", []))[: len(messages)] == messages
        history = await self.ask("POST", f"/threads/{self.thread_id}/history", {"limit": 1000})
        assert self.facts.get("history", set()) <= {state["checkpoint_id"] for state in history}
        await self.check_journal()
        await self.check_runs()
        await self.check_others()

    async def check_journal(self):
        query = f"operation=update_thread&thread_id={self.thread_id}&status=200&limit=1000"
        journal = await self.ask("GET", f"/_mock/journal?{query}")
        assert len(journal["entries"]) in one_of(self.facts.get("metadata", 0))

    async def check_runs(self):
        runs = await self.ask("GET", f"/threads/{self.thread_id}/runs?limit=1000")
        assert {*self.facts.get("runs", [])} <= {run["run_id"] for run in runs}
        for run in runs:
            await self.http.get(f"/threads/{self.thread_id}/runs/{run['run_id']}/join")
        runs = await self.ask("GET", f"/threads/{self.thread_id}/runs?limit=1000")
        assert {run["status"] for run in runs} <= {"success", "error", "interrupted"}
        thread = await self.ask("GET", f"/threads/{self.thread_id}")
        assert thread["status"] in {"idle", "error"}
        if self.events:
            path = f"/threads/{self.thread_id}/runs/{self.run_id}/stream"
            replay = (await self.http.get(path, headers={"Last-Event-ID": "-1"})).text
            events = [event.splitlines() for event in replay.strip().split("\r\n\r\n")]
            assert events[: len(self.events)] == self.events

    async def check_others(self):
        if "cron" in self.facts:
            cron_id, status = self.facts["cron"]
            response = await self.http.get(f"/runs/crons/{cron_id}")
            assert response.status_code in ({200, 404} if status is None else {status})
        if assistant := self.facts.get("assistant"):
            now = await self.ask("GET", f"/assistants/{assistant['assistant_id']}")
            assert now["version"] in one_of(assistant["version"])
            assert now["created_at"] == assistant["created_at"]


def one_of(answered):
    """Return the correct values: the confirmed one, and that of a request without a response."""
    return {answered, answered + 1}


@asynccontextmanager
async def mock_of(state):
    """Start a mock in a process; yield its URL and the process, which is killed in the end."""
    command = [sys.executable, "-m", "mockserver", "--port", "0", "--pace", "1", "--state", str(state)]
    command.append("--keep-journal")
    process = subprocess.Popen(  # noqa: ASYNC220 - it has no output that could block it
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        first = await asyncio.to_thread(process.stdout.readline)
        url = re.search(r"http://\S+", first)
        assert url, process.stderr.read()
        yield url[0], process
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE)


@asynccontextmanager
async def clients_of(url):
    """Yield a client of each session."""
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(
                httpx.AsyncClient(base_url=url, headers={"X-Mock-Session": name}, timeout=PATIENCE)
            )
            for name in SESSIONS
        ]


@pytest.mark.parametrize("kills", sweep([2, 100], 2))
def test_a_kill_loses_nothing_that_was_confirmed(tmp_path, kills):
    chance = random.Random(kills)  # noqa: S311

    async def check(clients, workers):
        for worker in workers:
            worker.http = clients[worker.number % len(clients)]
            await worker.check()

    async def work(clients, number, kill):
        """Work until a random moment, at which `kill` is called, and return the workers."""
        left, ready = chance.randint(1, MOST), asyncio.Event()

        def received():
            nonlocal left
            left -= 1
            if left <= 0:
                ready.set()

        workers = [
            Worker(clients[each % len(clients)], number * WORKERS + each, received) for each in range(WORKERS)
        ]
        tasks = [asyncio.create_task(worker.work(chance.choice)) for worker in workers]
        await asyncio.wait([asyncio.create_task(ready.wait()), *tasks], return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(chance.uniform(0, 0.01))
        kill()
        await asyncio.gather(*tasks)
        return workers

    async def main():
        workers = []
        for number in range(kills + 1):
            async with (
                asyncio.timeout(PATIENCE),
                mock_of(tmp_path / "state.db") as (url, process),
                clients_of(url) as clients,
            ):
                await check(clients, workers)
                if number < kills:
                    workers = await work(clients, number, process.kill)

    asyncio.run(main())
