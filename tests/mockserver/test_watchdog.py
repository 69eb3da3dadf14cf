"""No request blocks the event loop for long, even with much data or many results."""

import asyncio
from contextlib import suppress
from time import thread_time

import orjson
import pytest
from watchdog import Watchdog, send

from contract_tests.client.operation_request import NO_BODY
from contract_tests.contract import load
from contract_tests.generation.valid_requests import Generator
from contract_tests.validation.request import Validity
from mockserver.app import create_app
from mockserver.settings import Settings
from mockserver.state.runs import Run
from mockserver.state.world import World

LIMIT = 0.1
"""Seconds of CPU time that a callback may take; about ten times the normal value."""
PATIENCE = 1.0
"""Seconds after which the client of a stream disconnects."""

THREADS = 20_000
OTHERS = 1_000
"""Number of assistants, crons, store items and runs."""
STATES = 100
EVENTS = 3_000

TURN = {"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": "hi"}]}}


def message(number):
    return {"type": ["human", "ai"][number % 2], "content": f"message {number} " * 5, "id": f"m{number}"}


def supersteps(count, first=0):
    return [
        {"updates": [{"values": {"messages": [message(number)]}, "as_node": "agent"}]}
        for number in range(first, first + count)
    ]


class BigWorld:
    """A mock with many resources of each kind, and a client whose requests are measured."""

    def __init__(self):
        self.world = World()
        self.app = create_app(Settings(pace=0), world=self.world)
        self.watchdog = Watchdog()
        self.ids = {}

    async def send(self, name, method, path, body=None, **kwargs):
        content = body if body is None or isinstance(body, bytes) else orjson.dumps(body)
        with self.watchdog.watching(name):
            return await asyncio.create_task(send(self.app, method, path, content, **kwargs))

    async def fill(self):
        world = self.world
        steps = {"metadata": {"graph_id": "agent"}, "supersteps": supersteps(STATES)}
        thread = (await send(self.app, "POST", "/threads", steps)).body
        thread_id, owner = thread["thread_id"], ""
        for number in range(THREADS):
            world.threads.create(
                owner,
                thread_id=world.ids.thread(world.clock.now()),
                metadata={"n": number, "tags": [number % 7, "x", {"even": number % 2 == 0}]},
                values={"messages": [message(number)]},
            )
        cron_fields = {"schedule": "0 0 * * *", "timezone": None, "thread_id": thread_id, "enabled": False}
        for number in range(OTHERS):
            assistant = world.assistants.create(
                owner, assistant_id=world.ids.assistant(), graph_id="agent", name=f"Assistant {number}"
            )
            cron = world.crons.create(owner, assistant_id=assistant.assistant_id, **cron_fields)
            world.stores.of(owner).put(("shelf", str(number % 100)), str(number), {"n": number})
            run = world.runs.add(
                Run(f"{number:08}-0000-4000-8000-000000000000", thread_id, assistant.assistant_id, owner,
                    thread["created_at"], thread["updated_at"], "success", kwargs={"stream_resumable": True})
            )  # fmt: skip
            world.assistants.update(owner, assistant.assistant_id, name=f"Assistant {number} renamed")
        log = world.logs.open(run)
        world.logs.append(log, "metadata", orjson.dumps({"run_id": run.run_id, "attempt": 1}), run_too=False)
        for number in range(EVENTS):
            world.logs.append(log, "values", orjson.dumps({"messages": [message(number)]}))
        history = (await send(self.app, "POST", f"/threads/{thread_id}/history", {"limit": 1})).body
        self.ids = {
            "thread_id": thread_id,
            "assistant_id": assistant.assistant_id,
            "cron_id": cron.cron_id,
            "run_id": run.run_id,
            "checkpoint_id": history[0]["checkpoint_id"],
        }

    def aimed(self, value, name=""):
        """Replace ids by those of existing resources, and drop `after_seconds`, so that no run waits."""
        if isinstance(value, dict):
            return {key: self.aimed(inner, key) for key, inner in value.items() if key != "after_seconds"}
        if isinstance(value, list):
            return [self.aimed(inner) for inner in value]
        return self.ids.get(name, value) if isinstance(value, str) else value


def run_scenario(scenario):
    async def main():
        world = BigWorld()
        try:
            return await scenario(world)
        finally:
            await world.world.close()

    return asyncio.run(main())


def test_a_callback_that_takes_long_is_named():
    async def main():
        watchdog = Watchdog()

        async def work():
            start = thread_time()
            while thread_time() - start < LIMIT:
                pass

        with watchdog.watching("busy"):
            await asyncio.create_task(work())
        with watchdog.watching("aside"):
            await asyncio.to_thread(lambda: asyncio.run(work()))
        return watchdog

    assert list(asyncio.run(main()).longer_than(LIMIT)) == ["busy"]


@pytest.mark.slow
def test_no_operation_blocks_a_large_world():
    contract = load()
    generator = Generator(contract, Validity(contract), seed=1)
    # deletions come last, so that all others find resources
    operations = sorted(contract.operations, key=lambda one: "delete" in one.id or "prune" in one.id)
    requests_by_operation = [(operation, generator.valid(operation, 2)) for operation in operations]

    async def scenario(world):
        await world.fill()
        await send(world.app, "POST", "/runs/wait", TURN)
        for operation, requests in requests_by_operation:
            for request in requests:
                path = operation.path.format(**{**request.path, **world.aimed(dict(request.path))})
                body = None if request.body is NO_BODY else world.aimed(request.body)
                with suppress(TimeoutError):
                    async with asyncio.timeout(PATIENCE):
                        await world.send(
                            operation.id, operation.method.upper(), path, body, query=request.query
                        )
        assert world.watchdog.busy.keys() == set(contract.by_id)
        return world.watchdog.longer_than(LIMIT)

    assert run_scenario(scenario) == {}


LIST = list(range(100_000))
OBJECTS = [{"kind": "x", "at": {"n": number}} for number in range(20_000)]
IDS = [f"00000000-0000-4000-8000-{number:012}" for number in range(50_000)]
AGENT = {"graph_id": "agent"}
THREAD = "/threads/{thread_id}"
RUN = THREAD + "/runs/{run_id}"
STREAM = THREAD + "/stream"


def turn_with_text(text):
    return {**TURN, "input": {"messages": [{"role": "user", "content": text}]}}


SEARCHES = {
    "a list": {"metadata": {"list": LIST[-498:]}},
    "a list for one": {"metadata": {"list": [LIST[-1]] * 498}},
    "objects": {"metadata": {"objects": OBJECTS[-100:]}},
    "values": {"values": {"messages": [message(1)]}},
    "sorted": {"sort_by": "created_at", "limit": 1000},
    "far behind": {"offset": THREADS - 10},
    "selected": {"select": ["values", "metadata"], "limit": 1000},
    "extracted": {"extract": {"said": "values.messages[-1]"}, "limit": 1000},
    "ids": {"ids": IDS},
}
CASES = {
    **{f"search {name}": ("POST", "/threads/search", body) for name, body in SEARCHES.items()},
    "count": ("POST", "/threads/count", {"metadata": {"list": LIST[-498:]}}),
    "prune": ("POST", "/threads/prune", {"thread_ids": IDS}),
    "namespaces": ("POST", "/store/namespaces", {"limit": 1000}),
    "items": ("POST", "/store/items/search", {"filter": {"n": {"$gt": 5}}, "limit": 1000}),
    "crons": ("POST", "/runs/crons/search", {"limit": 1000, "sort_by": "next_run_date"}),
    "assistants": ("POST", "/assistants/search", {"limit": 1000, "name": "RENAMED"}),
    "runs": ("GET", THREAD + "/runs?limit=1000", None),
    "history": ("POST", THREAD + "/history", {"limit": 1000}),
    "history by metadata": ("POST", THREAD + "/history", {"limit": 1000, "metadata": {"no": "such"}}),
    "state": ("GET", THREAD + "/state", None),
    "update": ("POST", THREAD + "/state", {"values": {"messages": [message(-1)]}, "as_node": "agent"}),
    "copy": ("POST", THREAD + "/copy", {}),
    "run": ("POST", THREAD + "/runs/wait", TURN),
    "deep": ("POST", "/threads", {"metadata": {"deep": [[[[[[n]]]]] for n in range(20_000)]}}),
    "too many values": ("POST", "/threads", b"[" + b"[]," * 5_000_000 + b"[]]"),
    "long text": ("POST", "/threads", {"metadata": {"text": "a, [b], {c}. " * 1_000_000}}),
    "long reply": ("POST", "/runs/wait", turn_with_text("a " * 20_000)),
    "batch": ("POST", "/runs/batch", [TURN] * 1000),
    "too long a batch": ("POST", "/runs/batch", [TURN] * 10_000),
    "cancel all": ("POST", "/runs/cancel", {"status": "all"}),
    "supersteps": ("POST", "/threads", {"metadata": AGENT, "supersteps": supersteps(300)}),
    "metrics": ("GET", "/metrics", None),
    "tools": ("POST", "/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}),
    "join of a long log": ("GET", RUN + "/stream", None),
    "replay": ("GET", STREAM, None),
    "replay in protocol v2": ("POST", STREAM + "/events", {"channels": ["lifecycle"]}),
    "tree": ("POST", THREAD + "/commands", {"id": 1, "method": "agent.getTree", "params": {}}),
    "delete with threads": ("DELETE", "/assistants/{assistant_id}?delete_threads=true", None),
    "delete a run": ("DELETE", RUN, None),
    "delete a thread": ("DELETE", THREAD, None),
}
LONG_THREAD = 10_000
"""Messages of a thread whose run must not keep others waiting while its state is sent."""
MODES = ["values", "updates", "messages-tuple", "debug"]


def test_a_run_on_a_long_thread_does_not_block_other_requests():
    async def scenario(world):
        await send(world.app, "POST", "/runs/wait", TURN)
        values = {"messages": [message(number) for number in range(LONG_THREAD)]}
        steps = [{"updates": [{"values": values, "as_node": "agent"}]}]
        created = await send(world.app, "POST", "/threads", {"metadata": AGENT, "supersteps": steps})
        path = f"/threads/{created.body['thread_id']}/runs/stream"
        response = await world.send("run", "POST", path, {**TURN, "stream_mode": MODES})
        return b"event: values" in response.content, world.watchdog.longer_than(LIMIT)

    assert run_scenario(scenario) == (True, {})


REFUSED = {"too many values", "too long a batch"}


def test_no_large_request_blocks_other_requests():
    async def scenario(world):
        await world.fill()
        await send(world.app, "POST", "/threads", {"metadata": {"list": LIST, "objects": OBJECTS}})
        await send(world.app, "POST", "/runs/wait", TURN)
        statuses = {}
        for name, (method, path, body) in CASES.items():
            address, _, query = path.format(**world.ids).partition("?")
            words = dict(pair.split("=") for pair in query.split("&")) if query else {}
            headers = {"accept": "application/json, text/event-stream", "last-event-id": "-"}
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE if "stream" in path else None):
                    response = await world.send(name, method, address, body, query=words, headers=headers)
                    statuses[name] = response.status
        refused = {name for name, status in statuses.items() if status >= 400}
        return refused, world.watchdog.longer_than(LIMIT)

    assert run_scenario(scenario) == (REFUSED, {})
