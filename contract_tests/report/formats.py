"""The formats by name."""

from collections.abc import Callable, Mapping

from contract_tests.report import badge, html, jsonl, junit, markdown, sarif, terminal
from contract_tests.report.model import Report

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "terminal": terminal.render,
    "jsonl": jsonl.render,
    "junit": junit.render,
    "markdown": markdown.render,
    "html": html.render,
    "sarif": sarif.render,
    "badge": badge.render,
}
