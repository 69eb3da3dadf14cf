"""Table of all options.

It generates the command line, pytest's options and the config file.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from contract_tests.client.base_url import BadUrl, BaseUrl
from contract_tests.options.declare import option, options_of

ENDINGS: Mapping[str, str] = {
    ".txt": "terminal",
    ".jsonl": "jsonl",
    ".xml": "junit",
    ".md": "markdown",
    ".html": "html",
    ".sarif": "sarif",
    ".codequality.json": "codequality",
    ".svg": "badge",
}
"""Format of a report by the ending of its file name."""

FORMATS = tuple(ENDINGS.values())


def format_of(file: Path) -> str | None:
    """Return the format of a report by the name of its file; `None` for an unknown ending."""
    return next((name for ending, name in ENDINGS.items() if file.name.endswith(ending)), None)


MOCK_IDENTITIES = ({"x-api-key": "alice"}, {"x-api-key": "bob"})
"""Credentials of the owners on the mock."""

HEADER = "'NAME: VALUE'"


MAX_SECONDS = 1e6
"""Maximum of any number; as seconds, more than eleven days."""


class Malformed(Exception):
    """The value of an option is invalid. `expected` describes a valid one."""

    def __init__(self, expected: str, text: str, option: str = "") -> None:
        super().__init__(expected, text, option)
        self.expected = expected
        self.text = text
        self.option = option

    def __str__(self) -> str:
        place = f"--{self.option}: " if self.option else ""
        return f"{place}{self.text!r} is not {self.expected}"


class MissingBaseline(Malformed):
    """An option that requires a baseline was given without one."""

    def __init__(self, option: str) -> None:
        super().__init__("", "", option)

    def __str__(self) -> str:
        return f"--{self.option} requires --baseline FILE"


def base_url(text: str, option: str = "") -> BaseUrl:
    """Parse a base URL. Raises: Malformed."""
    try:
        return BaseUrl.parse(text)
    except BadUrl as mistake:
        raise Malformed(mistake.expected, mistake.shown, option) from mistake


@dataclass(frozen=True)
class Options:
    url: str = option("Base URL of the server to check.", default="", metavar="URL")
    mock: bool = option("Start langgraph-mock and check it.", default=False)

    headers: tuple[str, ...] = option(
        "Header with the credentials of the first owner. May be repeated.",
        default=(),
        name="header",
        metavar=HEADER,
    )
    other_headers: tuple[str, ...] = option(
        "Header with the credentials of the other owner. May be repeated.",
        default=(),
        name="other-header",
        metavar=HEADER,
    )
    hooks: Path | None = option(
        "Python file whose function pytest_contract_headers(owner) returns the headers."
    )
    ca: Path | None = option("PEM file of certificates to trust in addition to the system's.")
    slow_response: float = option(
        "Warn of responses that take longer; streams and waits are excluded.",
        default=2.0,
        name="slow-response",
        metavar="SECONDS",
        least=0,
    )
    timeout: float = option("Time limit of one response.", default=30.0, metavar="SECONDS", least=0.1)
    max_time: float | None = option(
        "Time limit of the run; then it stops and reports what was checked so far.",
        metavar="SECONDS",
        least=1,
    )

    assistant: str = option("Graph whose state has messages; the survey finds one.", metavar="GRAPH")
    hitl: str = option("Graph that interrupts for human input.", metavar="GRAPH")
    failing: str = option("Graph whose runs fail.", metavar="GRAPH")
    slow: str = option("Graph whose runs take some seconds.", metavar="GRAPH")

    quick: bool = option("Check tier 1 only, with few examples.", default=False)
    tier: int = option("Check up to this tier.", default=3, choices=(1, 2, 3))
    areas: tuple[str, ...] = option(
        "Check only this area. May be repeated.", default=(), name="area", metavar="NAME"
    )
    profile: str = option(
        "Check only what this client needs; --list-profiles shows the clients.", default="", metavar="NAME"
    )
    checks: tuple[str, ...] = option(
        "Check only what has this name in a report, such as the id of a check or 'METHOD /path';"
        " * matches any characters. May be repeated.",
        default=(),
        name="check",
        metavar="NAME",
    )
    last_failed: Path | None = option(
        "Check only what failed, was blocked or incomplete in this record (.jsonl).", metavar="RECORD"
    )
    slow_checks: bool = option(
        "Include the checks that wait for seconds, such as for a heartbeat.",
        default=False,
        name="slow-checks",
    )
    fail_fast: bool = option("Stop after the first finding that is not in the baseline.", default=False)
    not_offered: tuple[str, ...] = option(
        "Operation that the server lacks on purpose: its id or 'METHOD /path'. May be repeated.",
        default=(),
        name="not-offered",
        metavar="OPERATION",
    )
    require_tested: int = option(
        "Treat the run as incomplete if less than this percentage of the checks was tested.",
        default=0,
        name="require-tested",
        metavar="PERCENT",
        least=0,
        most=100,
    )
    seed: int = option(
        "Seed of the generated requests; the same seed gives the same report.", default=0, metavar="N"
    )
    workers: int = option(
        "Number of processes; 0 means four if there are enough checks.",
        default=0,
        metavar="N",
        least=0,
        is_for_pytest=False,
    )

    baseline: Path | None = option("File of known findings, which do not fail the run.")
    strict_baseline: bool = option("Fail if the baseline lists findings that no longer occur.", default=False)
    update_baseline: bool = option("Write the findings of this run to the baseline.", default=False)

    format: str = option("Format of the report on standard output.", default="terminal", choices=FORMATS)
    outputs: tuple[Path, ...] = option(
        f"Write a report to FILE; its ending selects the format: {' '.join(ENDINGS)}. May be repeated.",
        default=(),
        name="output",
        metavar="FILE",
    )
    github: bool = option("Also print findings as GitHub Actions annotations.", default=False)

    def __post_init__(self) -> None:
        """Validate the values. Raises: Malformed."""
        if self.url:
            object.__setattr__(self, "url", str(base_url(self.url)))
        self._see_values()
        self._see_files()

    def _see_values(self) -> None:
        for each in options_of(type(self)):
            value = getattr(self, each.field)
            most = MAX_SECONDS if each.most is None else each.most
            if each.least is not None and value is not None and not each.least <= value <= most:
                raise Malformed(f"a number from {each.least:g} to {most:g}", str(value), each.name)

    def _see_files(self) -> None:
        """Validate the files before the run, so that it does not fail at its end."""
        for name, file in (("hooks", self.hooks), ("ca", self.ca), ("last-failed", self.last_failed)):
            if file and not (file.is_file() and os.access(file, os.R_OK)):
                raise Malformed("a readable file", str(file), name)
        for output in self.outputs:
            if format_of(output) is None:
                raise Malformed(f"a file name that ends with {', '.join(ENDINGS)}", str(output), "output")
            _see_that_it_can_be_written(output, "output")
        if self.update_baseline and self.baseline is not None:
            _see_that_it_can_be_written(self.baseline, "baseline")
        if (self.update_baseline or self.strict_baseline) and self.baseline is None:
            given = "strict-baseline" if self.strict_baseline else "update-baseline"
            raise MissingBaseline(given)

    @property
    def deepest(self) -> int:
        """Last tier to check."""
        return 1 if self.quick else self.tier

    @property
    def identities(self) -> tuple[Mapping[str, str], ...]:
        """Headers of the first owner, and of the other one.

        Raises:
            Malformed: a header is invalid.

        """
        if self.mock and not self.headers:
            return MOCK_IDENTITIES
        both = (self.headers, self.other_headers) if self.other_headers else (self.headers,)
        names = ("header", "other-header")
        return tuple(
            dict(_header(text, name) for text in headers) for name, headers in zip(names, both, strict=False)
        )

    @property
    def secrets(self) -> tuple[Mapping[str, str], ...]:
        """Headers to redact. The credentials of the mock are public."""
        return () if self.mock and not self.headers else self.identities


def _see_that_it_can_be_written(file: Path, name: str) -> None:
    """Check that the file can be written. Raises: Malformed."""
    if file.is_dir() or not os.access(file.parent, os.W_OK):
        raise Malformed("a file in a writable folder", str(file), name)
    if file.exists() and not os.access(file, os.W_OK):
        raise Malformed("a writable file", str(file), name)


def _header(text: str, option: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip() or not text.isascii() or not text.isprintable():
        raise Malformed(
            "a header; use 'NAME: VALUE' in ASCII", f"{text[:3]}…", option
        )  # the rest may be secret
    return name.strip(), value.strip()
