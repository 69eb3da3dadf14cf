"""Roots that several checks meet, each with a requirement of its own."""

import json
from http import HTTPStatus

from contract_tests.contract import Operation
from contract_tests.findings.evidence import (
    MESSAGE_MODES,
    NO_FIELD,
    STREAM_MODE,
    Context,
    has_error_status,
    is_of_the_other_message_mode,
    without_ids,
)
from contract_tests.findings.finding import Finding
from contract_tests.findings.root import Root, not_met

MESSAGES = ("streams.messages_partial", "streams.messages_metadata", "streams.messages_partial_tokens")
"""Checks of the mode `messages`."""

PARENT = "parent_checkpoint"

OTHER_THREAD = "runs.get.other_thread"

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
    requirement = next((text for (other, _), text in context.unmet.items() if other == check), "")
    return not_met(requirement) if requirement else None


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


def of_another_thread(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    """Return the root of a response about another thread than that of the path."""
    requirement = context.unmet.get((OTHER_THREAD, finding.operation))
    return not_met(requirement) if requirement and finding.check == "shape.ids" else None
