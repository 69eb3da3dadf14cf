"""Roots of findings that are about security: what a stranger can do with another owner's resources."""

import re
from collections.abc import Mapping

from contract_tests.client.exchange import Exchange
from contract_tests.client.stream import is_stream
from contract_tests.contract import Operation
from contract_tests.findings.error_shape import DATA, is_error, is_protocol_error
from contract_tests.findings.finding import AS_BEFORE, WITHOUT_ERROR, Finding
from contract_tests.findings.root import Root

NOUNS: Mapping[str, str] = {
    "threads": "thread",
    "assistants": "assistant",
    "runs": "run",
    "stateless_runs": "run",
    "crons": "cron",
    "store": "store item",
    "events": "thread",
    "streaming": "thread",
    "a2a": "task",
    "mcp": "tool",
}
"""Resource of each area."""

READING = ("get", "list", "search", "count", "find", "join")
"""First words of the names of operations that change nothing."""

RUNNING_CHECKS = ("runs.isolation.assistant", "a2a.isolation.assistant")
"""Checks of runs of another owner's assistant."""

READING_CHECKS = ("events.command.isolation",)
"""Checks in which a stranger reads, although the operation may also change something."""

READING_STREAMS = ("stream_thread", "stream_thread_events")

ISOLATION = re.compile(r"isolation|\.foreign_")
"""Pattern of the ids of checks that send requests of another owner."""

UNTOUCHED = ".isolation.untouched"
"""End of the ids of checks that what a stranger tries to change stays as it is."""

NOTHING = (b"", b"[]", b"{}", b"0", b"null")
"""Bodies that give nothing away."""


def root_of_a_stranger(finding: Finding, operation: Operation | None, error_shape: str) -> Root | None:
    """Return the root if the response gives a stranger another owner's data."""
    is_control = finding.is_refusal or finding.expected == WITHOUT_ERROR
    is_untouched = finding.check.endswith(UNTOUCHED) and not is_control
    is_change = is_untouched or finding.expected.endswith(AS_BEFORE)  # whatever the stranger's response is
    is_denied = is_error(finding.exchange, error_shape) or is_protocol_error(finding.exchange)
    if operation is None or (is_denied and not is_change):
        return None
    if finding.check == "shape.unauthorized":
        return Root((finding.check,), "Requests without valid credentials are accepted", is_security=True)
    if not ISOLATION.search(finding.check) or finding.is_refusal:
        return None
    if finding.check in RUNNING_CHECKS:
        return Root(("stranger", "run", "assistant"), "A stranger can run another owner's assistant", True)
    noun = NOUNS.get(operation.area, "resource")
    if is_reading(finding):
        can = "read" if _gives_something(finding.exchange) else ""
    else:
        can = "take over" if finding.check.endswith(".create") else "change"
    return (
        Root(("stranger", can, noun), f"A stranger can {can} another owner's {noun}", True) if can else None
    )


def is_reading(finding: Finding) -> bool:
    """Return whether a stranger could at most read by the request."""
    verb, name = finding.operation.split("_")[0], finding.operation
    return verb in READING or name in READING_STREAMS or finding.check in READING_CHECKS


def _gives_something(exchange: Exchange) -> bool:
    """Return whether the response has any content but an error inside of a success."""
    content = exchange.response.content.strip()
    if is_stream(exchange.headers):
        return DATA.search(content) is not None
    error = exchange.parsed.get("__error__") if isinstance(exchange.parsed, Mapping) else None
    return content not in NOTHING and error is None
