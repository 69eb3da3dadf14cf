"""The formats by name."""

from collections.abc import Callable, Mapping

from contract_tests.report import jsonl, junit, markdown, terminal
from contract_tests.report.model import Report

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "terminal": terminal.render,
    "jsonl": jsonl.render,
    "junit": junit.render,
    "markdown": markdown.render,
}
