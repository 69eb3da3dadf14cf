"""Completeness: the tests in this folder call every public method of the SDK's clients."""

import ast
from inspect import getmembers, isfunction
from pathlib import Path

import pytest
from langgraph_sdk import client as sdk

CLIENTS = {"crons": "Cron"}
"""Clients whose class is not named after their attribute."""


def driven():
    """Yield the called methods: `client.threads.create(...)` in a test is `threads`, `create`."""
    for file in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call):
                match node.func:
                    case ast.Attribute(attr=method, value=ast.Attribute(attr=area)):
                        yield area, method


@pytest.mark.parametrize("prefix", ["", "Sync"])
@pytest.mark.parametrize("area", ["assistants", "threads", "runs", "store", "crons"])
def test_every_public_method_is_driven(prefix, area):
    methods = getmembers(getattr(sdk, f"{prefix}{CLIENTS.get(area, area.title())}Client"), isfunction)
    public = {(area, name) for name, _ in methods if not name.startswith("_")}
    assert public - set(driven()) == set()
