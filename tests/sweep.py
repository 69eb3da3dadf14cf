"""Rows of a parametrised test that repeat one proof: a few of them run every time, the others every week."""

import pytest


def sweep(rows, *representatives):
    """Return the rows, all of them slow except the representatives."""
    return [row if row in representatives else slow(row) for row in rows]


def slow(row):
    """Return the row as a parameter of a slow test. A tuple has a value for each parameter."""
    values = row if isinstance(row, tuple) else (row,)
    return pytest.param(*values, marks=pytest.mark.slow)
