"""The control plane costs other requests next to nothing: compared with a mock without it, in turns."""

import asyncio
import gc
import json
import time
from statistics import median

from mockserver.app import create_app
from mockserver.settings import Settings

ROUNDS = 15
REQUESTS = {"get": 60, "search": 60, "post": 60, "wait": 4}
ALLOWED = 1.10


def scope(method, path):
    headers = [(b"host", b"localhost"), (b"content-type", b"application/json")]
    server = {"type": "http", "http_version": "1.1", "scheme": "http", "server": ("localhost", 80)}
    request = {"method": method, "path": path, "raw_path": path.encode(), "query_string": b""}
    return {**server, **request, "root_path": "", "headers": headers, "client": ("127.0.0.1", 1), "state": {}}


class Mock:
    def __init__(self, **settings):
        self.app = create_app(Settings(pace=0, **settings))
        self.answer = b""

    async def ask(self, method, path, body=b""):
        async def receive():
            if sent:
                await asyncio.get_running_loop().create_future()
            sent.append(True)
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            self.answer += message.get("body", b"")

        sent, self.answer = [], b""
        await self.app(scope(method, path), receive, send)
        return json.loads(self.answer)

    async def prepare(self):
        thread = (await self.ask("POST", "/threads", b"{}"))["thread_id"]
        run = b'{"assistant_id": "hitl", "input": {"messages": []}}'
        self.requests = {
            "get": ("GET", f"/threads/{thread}"),
            "search": ("POST", "/threads/search", b'{"limit": 10}'),
            "post": ("POST", "/threads", b"{}"),
            "wait": ("POST", "/runs/wait", run),
        }
        for request in self.requests.values():
            await self.ask(*request)

    async def cost(self, name):
        start = time.process_time()
        for _ in range(REQUESTS[name]):
            await self.ask(*self.requests[name])
        return time.process_time() - start


def test_other_requests_cost_at_most_a_tenth_more():
    async def main():
        mocks = {False: Mock(control=False), True: Mock(control=True)}
        for mock in mocks.values():
            await mock.prepare()
        gc.collect()
        gc.disable()
        try:
            ratios = {}
            for name in REQUESTS:
                pairs = []
                for number in range(ROUNDS):
                    order = (False, True) if number % 2 else (True, False)
                    costs = {control: await mocks[control].cost(name) for control in order}
                    pairs.append(costs[True] / costs[False])
                ratios[name] = median(pairs)
            return ratios
        finally:
            gc.enable()

    ratios = asyncio.run(main())
    assert max(ratios.values()) <= ALLOWED, ratios
