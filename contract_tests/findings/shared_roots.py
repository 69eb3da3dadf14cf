"""Roots that several checks meet, each with a requirement of its own."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from contract_tests.contract import Operation
from contract_tests.findings.evidence import (
    MESSAGE_MODES,
    STREAM_MODE,
    Context,
    has_error_status,
    is_of_the_other_message_mode,
    without_ids,
)
from contract_tests.findings.finding import NO_FIELD, Finding
from contract_tests.findings.root import Root, not_met

MESSAGES = ("streams.messages_partial", "streams.messages_metadata", "streams.messages_partial_tokens")
"""Checks of the mode `messages`."""

PARENT = "parent_checkpoint"

BETTER_NAMED: Mapping[tuple[str, str], str] = {
    ("shape.ids", "get_thread_run"): "runs.get.other_thread",
    ("shape.status", "get_item"): "store.get.missing",
}
"""Checks that name what findings of other checks of the operation show."""

OF_FAILURES = ("runs.error.status", "runs.recursion_limit")
"""Checks of the status of a run that fails."""

FAILED_AS_SUCCESS = ('"error"', '"success"')
"""Expected and received status."""

LEAVING = ("streams.on_disconnect_cancel", "streams.on_disconnect_continue")
"""Checks of a run whose client leaves its stream."""

STILL_RUNNING = '["running"]'

MODE_CHECKS = "streams."
"""Beginning of the ids of the checks of stream modes, which are named after the mode."""


def message_mode(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    """Return the root of a stream that has the events of one mode of messages in place of the other one."""
    is_of_messages = is_of_the_other_message_mode(finding) or finding.check in MESSAGES
    if not is_of_messages or not context.mixes_messages or STREAM_MODE in context.ignored:
        return None
    one, other = MESSAGE_MODES
    return Root(("message modes",), f"The stream modes `{one}` and `{other}` have the same events")


def missing_mode(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    """Return the root of a stream of several modes that lacks the events of one, if it does so alone, too."""
    if has_error_status(finding) or not finding.check.startswith(MODE_CHECKS):
        return None
    missing = _names(finding.expected) - _names(finding.received)
    if len(missing) != 1 or not _names(finding.received):
        return None
    check = MODE_CHECKS + missing.pop().replace("-", "_")
    alone = next((each for each in context.unmet.values() if each.check == check), None)
    return not_met(alone.requirement) if alone and not has_error_status(alone) else None


def _names(text: str) -> set[str]:
    """Return the texts of a JSON array; none for anything else."""
    try:
        names = json.loads(text)
    except ValueError:
        return set()
    return {each for each in names if isinstance(each, str)} if isinstance(names, list) else set()


def state_field(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    """Return the root of a check that reads a field of a response that lacks it, or the parent of a state."""
    if has_error_status(finding) or finding.check.startswith("shape."):
        return None
    *above, name = [each for each in finding.pointer.split("/") if each not in {"", "*"}] or [""]
    if name == PARENT:
        return Root(("field", PARENT), f"States do not name the one before them in `{PARENT}`")
    if finding.received != NO_FIELD or not name or above:
        return None
    names = context.missing_fields if name in context.missing_fields else frozenset({name})
    noun = "field" if len(names) == 1 else "fields"
    shown = ", ".join(f"`{each}`" for each in sorted(names))
    return Root(("lacks", False, names), f"Responses lack the {noun} {shown}")


def forbidden(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    """Return the root of a 403 that strangers get in place of 404."""
    if finding.check != "shape.status" or finding.exchange.status != HTTPStatus.FORBIDDEN:
        return None
    requirement = context.forbids.get(without_ids(finding.received))
    return not_met(requirement) if requirement else None


def better_named(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    """Return the root of the check that names what the finding shows, if it fails with the same status."""
    check = BETTER_NAMED.get((finding.check, finding.operation), finding.check)
    named = context.unmet.get((check, finding.operation)) if check in BETTER_NAMED.values() else None
    if named is None or named.exchange.status != finding.exchange.status:
        return None
    return not_met(named.requirement)


def failed_run(finding: Finding, _: Operation | None, _context: Context) -> Root | None:
    """Return the root of a failed run whose status is that of a successful one."""
    if finding.check not in OF_FAILURES or (finding.expected, finding.received) != FAILED_AS_SUCCESS:
        return None
    return Root(("failed runs",), "Failed runs have the status `success`")


def left_run(finding: Finding, _: Operation | None, _context: Context) -> Root | None:
    """Return the root of a run that never ends if its client leaves, whatever `on_disconnect` is."""
    if finding.check not in LEAVING or finding.received != STILL_RUNNING:
        return None
    return Root(("left run",), "A streamed run stays `running` after its client has left")
