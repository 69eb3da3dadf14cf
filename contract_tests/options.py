"""What a check is asked to do: the options of pytest that ask for it.

pytest loads this module in every run, so it is light: what does the work is loaded when a target is named.
"""

import argparse
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest

FORMATS = ("terminal", "jsonl", "junit", "markdown")

URL = re.compile(r"https?://(\[[0-9a-f:.]+\]|[^\s/\[\]:@?#]+)(:\d{1,5})?(/[^\s?#]*)?")

MOCK_IDENTITIES = ({"x-api-key": "alice"}, {"x-api-key": "bob"})
"""As whom the mock is asked."""


class Malformed(Exception):
    """An option can't be read. `wanted` says what it looks like."""

    def __init__(self, wanted: str, text: str) -> None:
        super().__init__(wanted, text)
        self.wanted = wanted
        self.text = text

    def __str__(self) -> str:
        return f"{self.text!r} is not {self.wanted}"


@dataclass(frozen=True)
class Options:
    url: str = ""
    mock: bool = False
    headers: tuple[str, ...] = ()
    other_headers: tuple[str, ...] = ()
    tier: int = 3
    areas: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    seed: int = 0
    assistant: str = "agent"
    hitl: str = "hitl"
    failing: str = "failing"
    slow: str = "slow"
    format: str = "terminal"
    output: Path | None = None

    @classmethod
    def of(cls, given: argparse.Namespace) -> Self:
        """From what pytest has read."""
        return cls(
            url=(given.contract_target or "").rstrip("/"),
            mock=given.contract_mock,
            headers=tuple(given.contract_header),
            other_headers=tuple(given.contract_other_header),
            tier=given.contract_tier,
            areas=tuple(given.contract_area),
            checks=tuple(given.contract_check),
            seed=given.contract_seed,
            assistant=given.contract_assistant,
            hitl=given.contract_hitl,
            failing=given.contract_failing,
            slow=given.contract_slow,
            format=given.contract_format,
            output=Path(given.contract_output) if given.contract_output else None,
        )

    def __post_init__(self) -> None:
        if self.url and not URL.fullmatch(self.url):
            raise Malformed("a URL, http://host:port", self.url)
        if self.output and not os.access(self.output.parent, os.W_OK):  # known before the run, not after it
            raise Malformed("a file in a folder that can be written to", str(self.output))

    def arguments(self) -> list[str]:
        """As pytest's command line."""
        pairs = [
            ("--target", (self.url,) if self.url else ()),
            ("--header", self.headers),
            ("--other-header", self.other_headers),
            ("--tier", (self.tier,)),
            ("--area", self.areas),
            ("--check", self.checks),
            ("--seed", (self.seed,)),
            ("--assistant", (self.assistant,)),
            ("--hitl", (self.hitl,)),
            ("--failing", (self.failing,)),
            ("--slow", (self.slow,)),
        ]
        named = [f"{name}={value}" for name, values in pairs for value in values]
        return [*named, "--mock"] if self.mock else named

    @property
    def identities(self) -> tuple[Mapping[str, str], ...]:
        """Headers of the first owner, and of the other one.

        Raises:
            Malformed: a header can't be read.

        """
        if self.mock and not self.headers:
            return MOCK_IDENTITIES
        both = (self.headers, self.other_headers) if self.other_headers else (self.headers,)
        return tuple(dict(map(_header, headers)) for headers in both)


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip() or not text.isascii() or not text.isprintable():
        raise Malformed("a header, 'Name: value'", text)
    return name.strip(), value.strip()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("contract", "contract of the LangGraph server API")

    def add(name: str, **settings: Any) -> None:
        group.addoption(name, dest=f"contract_{name.removeprefix('--').replace('-', '_')}", **settings)

    add("--target", metavar="URL", help="the server to check")
    add("--mock", action="store_true", help="start langgraph-mock and check that")
    add("--header", action="append", default=[], help="credentials of one owner: 'Name: value'")
    add("--other-header", action="append", default=[], help="credentials of another owner")
    add("--tier", type=int, choices=(1, 2, 3), default=3, help="only operations up to this tier")
    add("--area", action="append", default=[], help="only this area")
    add("--check", action="append", default=[], metavar="ID", help="only this check; * matches anything")
    add("--seed", type=int, default=0, help="same seed, same requests")
    add("--assistant", default="agent", help="a graph of the target whose state has messages")
    add("--hitl", default="hitl", help="a graph of the target that asks a human")
    add("--failing", default="failing", help="a graph of the target that fails")
    add("--slow", default="slow", help="a graph of the target that takes some seconds")
    add("--format", choices=FORMATS, default="terminal", help="format of the report")
    add("--output", metavar="FILE", help="where the report goes")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """Load what does the work, and see whether there is a target, before anything else is done."""
    asked = config.option
    if not (asked.contract_target or asked.contract_mock) or asked.help or asked.version:
        return None
    config.pluginmanager.import_plugin("contract_tests.plugin")
    plugin = config.pluginmanager.get_plugin("contract_tests.plugin")
    refused: int | None = plugin.prepare(config) if plugin else None
    return refused
