"""Placeholders for times of the target, which differ in each run: they keep what is wrong with a notation."""

import re

ISO = re.compile(
    r"(?<!\d)\d{4}-\d\d-\d\d(?P<separator>[T ])\d\d:\d\d:\d\d(?:[.,]\d+)?(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?"
)
"""Pattern of RFC 3339, and of what programs print that leave out a part."""

HTTP = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\b")

UNIX = re.compile(r"(?<![\w.-])1[6-9]\d{8}(?:\d{3})?(?:\.\d+)?(?![\w.-])")
"""Pattern of seconds or milliseconds since 1970, for the years from 2020 to 2033."""


def without_times(text: str) -> str:
    """Return the text with `<time>` in place of each time, and with what its notation lacks."""
    return UNIX.sub("<Unix time>", HTTP.sub("<time of HTTP>", ISO.sub(_placeholder, text)))


def _placeholder(time: re.Match[str]) -> str:
    blank = " with a blank" if time["separator"] == " " else ""
    zone = "" if time["zone"] else " without a time zone"
    return f"<time{blank}{zone}>"
