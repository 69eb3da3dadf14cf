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
    ".svg": "badge",
}
"""Format of a report by the suffix of its file."""

FORMATS = tuple(ENDINGS.values())

MOCK_IDENTITIES = ({"x-api-key": "alice"}, {"x-api-key": "bob"})
"""Credentials of the owners on the mock."""

HEADER = "'NAME: VALUE'"


MOST = 1e6
"""Maximum of any number; as seconds, more than eleven days."""


class Malformed(Exception):
    """The value of an option is invalid. `wanted` describes a valid one."""

    def __init__(self, wanted: str, text: str, option: str = "") -> None:
        super().__init__(wanted, text, option)
        self.wanted = wanted
        self.text = text
        self.option = option

    def __str__(self) -> str:
        place = f"{self.option}: " if self.option else ""
        return f"{place}{self.text!r} is not {self.wanted}"


def base_url(text: str, option: str = "") -> BaseUrl:
    """Parse a base URL. Raises: Malformed."""
    try:
        return BaseUrl.parse(text)
    except BadUrl as mistake:
        raise Malformed(mistake.wanted, mistake.shown, option) from mistake


@dataclass(frozen=True)
class Options:
    url: str = option("The server to check.", default="", metavar="URL")
    mock: bool = option("Start langgraph-mock and check that.", default=False)

    headers: tuple[str, ...] = option("Credentials of one owner.", default=(), name="header", metavar=HEADER)
    other_headers: tuple[str, ...] = option(
        "And of another one.", default=(), name="other-header", metavar=HEADER
    )
    hooks: Path | None = option("Python file that makes headers, when they can't be given.")
    ca: Path | None = option("Certificates to trust, beside those of the system.")
    timeout: float = option("How long an answer may take.", default=30.0, metavar="SECONDS", least=0.1)
    max_time: float | None = option("Then it ends with what it has.", metavar="SECONDS", least=1)

    assistant: str = option("A graph whose state has messages.", default="agent", metavar="GRAPH")
    hitl: str = option("A graph that asks a human.", default="hitl", metavar="GRAPH")
    failing: str = option("A graph that fails.", default="failing", metavar="GRAPH")
    slow: str = option("A graph that takes some seconds.", default="slow", metavar="GRAPH")

    quick: bool = option("Only the most important: tier 1, few examples.", default=False)
    tier: int = option("Only up to this tier.", default=3, choices=(1, 2, 3))
    areas: tuple[str, ...] = option("Only this area.", default=(), name="area", metavar="NAME")
    checks: tuple[str, ...] = option(
        "Only this check; * matches anything.", default=(), name="check", metavar="ID"
    )
    seed: int = option("Same seed, same requests, same report.", default=0)
    workers: int = option(
        "Processes to check with; 0: two, if there is enough to do.", default=0, least=0, is_for_pytest=False
    )

    baseline: Path | None = option("Known findings, which don't count.")
    strict_baseline: bool = option("Known findings that are repaired count.", default=False)
    update_baseline: bool = option("Write what was found into the baseline.", default=False)

    format: str = option("Format of the report on standard output.", default="terminal", choices=FORMATS)
    outputs: tuple[Path, ...] = option(
        f"A report as file; its end says the format: {' '.join(ENDINGS)}.",
        default=(),
        name="output",
        metavar="FILE",
    )
    github: bool = option("Also say findings as annotations of GitHub Actions.", default=False)

    def __post_init__(self) -> None:
        """Validate the values. Raises: Malformed."""
        if self.url:
            object.__setattr__(self, "url", str(base_url(self.url)))
        self._see_values()
        self._see_files()

    def _see_values(self) -> None:
        for each in options_of(type(self)):
            value = getattr(self, each.field)
            if each.least is not None and value is not None and not each.least <= value <= MOST:
                raise Malformed(f"a number from {each.least:g} to {MOST:g}", str(value), each.name)

    def _see_files(self) -> None:
        """Validate the files before the run, so that it does not fail at its end."""
        for name, file in (("hooks", self.hooks), ("ca", self.ca)):
            if file and not (file.is_file() and os.access(file, os.R_OK)):
                raise Malformed("a file that can be read", str(file), name)
        for output in self.outputs:
            if output.suffix not in ENDINGS:
                raise Malformed(f"a name that ends with {', '.join(ENDINGS)}", str(output), "output")
            _see_that_it_can_be_written(output, "output")
        if self.update_baseline and self.baseline is not None:
            _see_that_it_can_be_written(self.baseline, "baseline")
        if (self.update_baseline or self.strict_baseline) and self.baseline is None:
            given = "strict-baseline" if self.strict_baseline else "update-baseline"
            raise Malformed("of use without a baseline", given)

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
        raise Malformed("a file in a folder that can be written to", str(file), name)
    if file.exists() and not os.access(file, os.W_OK):
        raise Malformed("a file that can be written", str(file), name)


def _header(text: str, option: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip() or not text.isascii() or not text.isprintable():
        raise Malformed("a header, 'Name: value' in ASCII", f"{text[:3]}…", option)  # the rest may be secret
    return name.strip(), value.strip()
