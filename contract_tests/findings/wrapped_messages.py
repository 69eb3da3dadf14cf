"""Messages that a target sends as the library stores them, with their fields inside of another one."""

import re

from contract_tests.findings.finding import Finding

WRAPPED = {
    "data": re.compile(rb'\{\s*"type":\s*"(human|ai|system|tool|function|\w+Chunk)",\s*"data":\s*\{'),
    "kwargs": re.compile(rb'"lc":\s*1,\s*"type":\s*"constructor",[^{}]*"kwargs":\s*\{'),
}
"""Patterns of a message, by the field that has its fields."""

LACKING = re.compile(r"\bnull\b|no such field")
"""What a check receives in place of a field of a message."""


def wrapping_field(finding: Finding) -> str:
    """Return the field that has the fields of messages, if the finding is about one that they lack.

    Empty if it is not.
    """
    if finding.check.startswith("shape.") or not LACKING.search(finding.received):
        return ""
    content = finding.exchange.response.content
    return next((field for field, pattern in WRAPPED.items() if pattern.search(content)), "")
