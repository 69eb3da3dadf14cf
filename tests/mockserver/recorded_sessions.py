"""Sessions with a mock behind the proxy, which writes a HAR file, and their repetition on another mock."""

import json
import re
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import httpx
from fronts import served

from contract_tests import har
from contract_tests.findings.fact_redactor import FactRedactor
from contract_tests.traffic.proxy.app import Proxy
from contract_tests.traffic.proxy.har_file import HarFile
from mockserver import in_process
from mockserver.recording.exchanges import exchanges
from mockserver.settings import Settings
from patience import PATIENCE

EXAMPLES = Path(__file__).parents[2] / "examples" / "scenarios"
MODES = ["values", "messages-tuple", "updates", "custom"]
CHANNELS = ["values", "updates", "messages", "tools", "custom", "lifecycle", "input"]
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b")
CALL = re.compile(r"\btools:[\w-]+")
OWN_IDS = frozenset(
    {
        *("id", "tool_call_id", "message_id", "run_id", "thread_id", "assistant_id", "event_id", "seq"),
        *("interrupt_id", "trigger_call_id", "langgraph_api_url", "timestamp", "langgraph_path"),
        *("langgraph_step", "langgraph_triggers"),
    }
)
"""Keys whose values differ in each run."""


class Recorder:
    """A proxy that records one session after the other."""

    def __init__(self, upstream):
        self._taps = []
        self._proxy = Proxy(upstream, self._taps.append)

    def served(self):
        """Serve the proxy, and yield its URL."""
        return served(self._proxy)

    def write(self, file, count):
        """Write the HAR file of the last session, which had `count` requests."""
        deadline = time.monotonic() + PATIENCE
        while len(self._taps) < count:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        recording = HarFile(file)
        for tap in self._taps:
            recording.add(tap)
        recording.write(FactRedactor())
        self._taps.clear()
        return file


@contextmanager
def mock(*files, **settings):
    """Run a mock with these scenario files, and yield its URL."""
    with in_process.running(Settings(pace=0, scenarios=files, **settings)) as running:
        yield running.url


class Page:
    """A client of one thread, as a page is one."""

    def __init__(self, url, graph):
        self.graph = graph
        self.requests = 0
        self._http = httpx.Client(base_url=url, timeout=PATIENCE, event_hooks={"request": [self._count]})
        self.thread = self._http.post("/threads", json={}).json()["thread_id"]
        self._commands = 0

    def _count(self, _request):
        self.requests += 1

    def turn(self, text, **body):
        return self.stream(input={"messages": [{"type": "human", "content": text}]}, **body)

    def resume(self, value, **command):
        return self.stream(command={"resume": value, **command})

    def stream(self, **body):
        body = {"stream_mode": MODES, "stream_subgraphs": True, "assistant_id": self.graph, **body}
        return self._http.post(f"/threads/{self.thread}/runs/stream", json=body)

    def request(self, method, path, **given):
        return self._http.request(method, f"/threads/{self.thread}{path}", **given)

    def command(self, method, **params):
        """Send a command of protocol v2, and read the events of the thread until the run ends."""
        self._commands += 1
        body = {"id": self._commands, "method": method, "params": params}
        self.request("POST", "/commands", json=body)
        self.wait()
        return self.events()

    def wait(self):
        deadline = time.monotonic() + PATIENCE
        while self.request("GET", "").json()["status"] == "busy":
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def events(self):
        """Return all events of the thread so far."""
        return events_of(self._http, f"/threads/{self.thread}/stream/events")

    def interrupts(self):
        """Return the open interrupts of the thread."""
        return [each for task in self.request("GET", "").json()["interrupts"].values() for each in task]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._http.close()


def events_of(http, path):
    """Return the events of a thread so far."""
    events = []
    with (
        suppress(httpx.ReadTimeout),
        http.stream("POST", path, json={"channels": CHANNELS}, timeout=0.5) as response,
    ):
        for line in response.iter_lines():
            events += [json.loads(line[5:])] if line.startswith("data:") else []
    return events


class Replay:
    """The requests of a recording, sent to another mock in the same order."""

    def __init__(self, file, url, *scenarios):
        """Serve the scenarios in a new session."""
        self._exchanges = [*exchanges(har.read(file), file.parent)]
        headers = {"X-Mock-Session": uuid4().hex}
        self._http = httpx.Client(base_url=url, timeout=PATIENCE, headers=headers)
        yaml = {"Content-Type": "application/yaml"}
        for scenario in scenarios:
            path = f"/_mock/scenarios/{scenario.graph}"
            put = self._http.put(path, content=scenario.text.encode(), headers=yaml)
            assert put.is_success, put.text
        self._ids = {}

    def pairs(self):
        """Send the requests. Yield the events of each recorded stream, and those of its repetition."""
        with closing(self._http):
            for exchange in self._exchanges:
                yield from self._pair(exchange)

    def _pair(self, exchange):
        if exchange.method == "OPTIONS":
            return
        path, body = self._mapped(exchange.path), self._mapped(exchange.body)
        if path.endswith("/stream/events"):
            recorded = [each.data for each in exchange.events]
            repeated = events_of(self._http, path)
            self._learn(recorded, repeated)
            yield recorded, repeated
            return
        if exchange.method == "GET" and exchange.content is not None and "status" in exchange.content:
            self._idle(path)
        response = self._http.request(exchange.method, path, json=body)
        if exchange.events:
            recorded = [[event.name, event.data] for event in exchange.events]
            repeated = streamed(response)
            self._learn(recorded, repeated)
            yield recorded, repeated
            return
        assert response.status_code == exchange.status, (exchange, response.text)
        self._learn(exchange.content, response.json() if response.content else None)

    def _idle(self, path):
        deadline = time.monotonic() + PATIENCE
        while self._http.get(path).json()["status"] == "busy":
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def _mapped(self, value):
        text = json.dumps(value)
        for old, new in self._ids.items():
            text = text.replace(old, new)
        return json.loads(text)

    def _learn(self, recorded, repeated):
        """Remember which id took the place of a recorded one."""
        match recorded, repeated:
            case str(), str():
                self._ids |= dict(zip(ID.findall(recorded), ID.findall(repeated), strict=False))
            case list(), list():
                for old, new in zip(recorded, repeated, strict=False):
                    self._learn(old, new)
            case dict(), dict():
                for key in recorded.keys() & repeated.keys():
                    self._learn(recorded[key], repeated[key])


def streamed(response):
    """Return name and data of each event."""
    events = []
    for block in response.text.replace("\r\n", "\n").split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if "data" in fields:
            events.append([fields.get("event", "message"), json.loads(fields["data"])])
    return events


def comparable(value):
    """Return a value without ids and times."""
    match value:
        case str():
            return CALL.sub("tools:ID", ID.sub("ID", value))
        case list():
            return [comparable(each) for each in value]
        case dict():
            return {name: "ID" if name in OWN_IDS else comparable(below) for name, below in value.items()}
    return value


def by_kind(events):
    """Return the events of each kind and subgraph: tools and subgraphs that run at once have no order.

    The order of states is kept.
    """
    found = {}
    for event in events:
        kind = event[0] if isinstance(event, list) else event["method"] + repr(event["params"]["namespace"])
        found.setdefault(kind, []).append(comparable(event))
    groups = (each if kind.startswith("values") else sorted(each, key=repr) for kind, each in found.items())
    return sorted(groups, key=repr)
