"""Proof that replays reproduce their findings: a shell and curl receive the same response."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace

import miniatures
import pytest
import uvicorn
from httpx import Headers
from miniatures.miniature import discover
from miniatures.stage import ITEMS, survey_of

from contract_tests.client.exchange import Request, Response
from contract_tests.client.stream import is_stream
from contract_tests.findings.replay import repeatable
from contract_tests.findings.replay_limit import ReplayLimit
from contract_tests.traffic.exchanges import http_exchange
from contract_tests.validation.requirements import CHECKS
from mockserver.server import listen
from patience import PATIENCE

MINIATURES = discover(miniatures)

APART = "== the last answer =="
CUT = "\N{HORIZONTAL ELLIPSIS} and "

CONNECTED = frozenset(
    {
        "events.incremental",
        "events.socket.agent_tree",
        "events.subscribe_before_creation",
        "streams.cancelled",
        "streams.cancelled_running",
        "streams.incremental",
        "streams.join_pending",
        "streams.thread_events",
        "streams.thread_modes",
        "streams.thread_runs",
        "streams.two_readers",
    }
)
"""Checks whose findings need two connections at the same time; reports mark their replays."""

LEAVING, LEAVING_ATTEMPTS = 'kill "$CURL"', 3
"""Part of a replay whose client leaves a stream, and the number of times that it is tried."""

SAMPLED = 12
"""One in so many replays is sent in every run of the tests, the others every week."""

ALWAYS = frozenset({"resources.get.normalised_id", "threads.search.ids"})

COUNTED = "system.metrics.request_counter"
"""Check whose finding is about numbers that grow with every request, also with those of the replay."""

SAYING_STATUS = (
    COUNTED,
    "shape.status",
    "shape.accepts_valid",
    "shape.rejects_invalid",
    "shape.unauthorized",
    "shape.operation_exists",
)


@pytest.fixture(scope="module")
def served(harness):
    """Serve an interchangeable app at a fixed URL; yield the holder of the app, and the URL."""
    on_stage = {}

    async def app(scope, receive, send):
        await on_stage["server"](scope, receive, send)

    config = uvicorn.Config(app, log_level="critical", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    with listen("127.0.0.1", 0) as listening:
        done = harness.portal.start_task_soon(server.serve, [listening])
        yield on_stage, f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        done.result()


def marked(number, miniature):
    marks = []
    if number % SAMPLED and miniature.check not in ALWAYS:
        marks.append(pytest.mark.slow)
    return pytest.param(miniature, marks=marks, id=miniature.name)


@pytest.mark.parametrize("miniature", [marked(number, each) for number, each in enumerate(MINIATURES)])
def test_a_replay_gets_the_response_of_its_finding(miniature, harness, served):
    _, url = served
    [finding, *_] = findings(harness, miniature)
    assert (ReplayLimit.CONNECTIONS in finding.replay_limits) == (finding.check in CONNECTED)
    if finding.check in CONNECTED:
        return
    shorter = ("--max-time 30", "--max-time 8")  # of streams without an end, whose events come at once
    lines = [line.replace("http://miniature", url).replace(*shorter) for line in finding.replay]
    if any("websocat" in line for line in lines) and not shutil.which("websocat"):
        pytest.skip("needs websocat")
    # On a busy machine, a short run may end before the shell has ended its client.
    attempts = LEAVING_ATTEMPTS if any(LEAVING in line for line in lines) else 1
    responses = (repeated(lines, miniature, harness, served) for _ in range(attempts))
    assert any(shows(finding, last, harness.validate) for last in responses)


def repeated(lines, miniature, harness, served):
    """Run the lines on a new server, and return the last response."""
    on_stage, url = served
    with harness.run_context(miniature) as run_context:
        on_stage["server"] = run_context.target.transport.app
        return shell(lines, url)


def shows(finding, last, validate):
    """Return whether the response shows the finding's defect, or else equals the recorded response."""
    is_status = finding.received == str(finding.exchange.status)
    if is_status or finding.check in (*SAYING_STATUS, "shape.server_error"):
        return last.status == finding.exchange.status
    if finding.check in CHECKS:
        violations = validate(replace(last, operation_id=finding.operation))
        return finding.pointer in {each.pointer for each in violations if each.check == finding.check}
    if last.status != finding.exchange.status:
        return False
    if finding.pointer.startswith("/") and not is_stream(last.headers) and finding.exchange.json is not None:
        return values(last.json, finding.pointer) == values(finding.exchange.json, finding.pointer)
    text = reduced(finding.exchange).partition(CUT)[0]
    return reduced(last)[: len(text)] == text


def values(body, pointer):
    """Return the values at the pointer, in which `*` means every item, without what varies between runs."""
    violations = [body]
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        violations = [value for each in violations for value in members(each, key)]
    return [without_varying(json.dumps(each)) for each in violations]


def members(value, key):
    if isinstance(value, list):
        return value if key == "*" else []
    return [value[key]] if isinstance(value, dict) and key in value else []


def findings(harness, miniature):
    if miniature.check in CHECKS:
        outcomes = harness.run_phases(miniature.operation, miniature, survey_of(miniature))
    else:
        named = (miniature.check, miniature.operation)
        own = [item for item in ITEMS if (item.check.id, item.operation) == named]
        outcomes = harness.run_checks(own, miniature).values()
    key = (miniature.check, miniature.operation)
    return [each for outcome in outcomes for each in outcome.findings if (each.check, each.operation) == key]


def shell(lines, url):
    """Run the lines in a shell, and return the last response with the stage's address in place of the URL."""
    *before, last = lines
    script = "\n".join([*before, f"printf '{APART}'", last])
    secrets = {"X_API_KEY": "alice", "OTHER_X_API_KEY": "bob"}
    run = subprocess.run(
        ["bash", "-c", script], env=os.environ | secrets, capture_output=True, check=False, timeout=PATIENCE
    )
    head, _, body = run.stdout.rpartition(APART.encode())[2].partition(b"\r\n\r\n")
    status, *headers = head.decode("latin-1").split("\r\n")
    header_map = Headers([line.split(": ", 1) for line in headers])
    body = body.replace(url.encode(), b"http://miniature")
    return http_exchange(Request("GET", "/"), Response(int(status.split()[1]), header_map, body))


def reduced(exchange):
    """Return the body without values that vary between runs, or the event names of a stream."""
    if is_stream(exchange.headers):
        whole, _, _ = exchange.response.content.decode("utf-8", "replace").partition(CUT)
        names = re.findall(r"(?m)^event: (.*?)\r?\n", whole)  # the cut may be in the last line
        return ",".join(dict.fromkeys(names))
    return without_varying(exchange.response.content.decode("utf-8", "replace"))


def without_varying(text):
    text = re.sub(r"[0-9a-f]{32}", "<hash>", repeatable(text, set()))
    return re.sub(r'("applied_through_seq": ?)\d+', r"\1<number>", text)
