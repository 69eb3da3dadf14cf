"""Tests of the placeholders for times in reports."""

import pytest

from contract_tests.findings.times import without_times


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-11-23T05:56:47.629884+00:00", "<time>"),
        ("2026-11-23T05:56:47Z", "<time>"),
        ("2026-11-23T05:56:47.629884", "<time without a time zone>"),
        ("2026-11-23 05:56:47+00", "<time with a blank>"),
        ("2026-11-23 05:56:47.629884", "<time with a blank without a time zone>"),
        ("Mon, 23 Nov 2026 05:56:47 GMT", "<time of HTTP>"),
        ("1795413407", "<Unix time>"),
        ("1795413407.629", "<Unix time>"),
        ("1795413407629", "<Unix time>"),
        ('{"created_at": 1795413407, "n": 17}', '{"created_at": <Unix time>, "n": 17}'),
        ("at 2026-11-23T05:56:47Z and 2026-11-24T05:56:47Z", "at <time> and <time>"),
    ],
)
def test_time_has_a_placeholder_with_what_its_notation_lacks(text, shown):
    assert without_times(text) == shown


@pytest.mark.parametrize(
    "text", ["2026-11-23", "12345", "2147483648", "id-1795413407", "3.1795413407", "05:56:47"]
)
def test_other_texts_stay(text):
    assert without_times(text) == text
