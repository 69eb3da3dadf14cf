"""Fixtures: both clients of the official Python SDK against a mock on a socket.

`SDK_TARGET=http://127.0.0.1:2024 pytest tests/sdk` runs the tests against another server with the same
graphs.
"""

import asyncio
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from inspect import iscoroutine
from typing import Any

import pytest
from langgraph_sdk import get_client, get_sync_client

from patience import PATIENCE

PACE = 10
"""Milliseconds per word: `slow`, which has 200 words, runs long enough to be stopped."""


@pytest.fixture(scope="session")
def url():
    if target := os.environ.get("SDK_TARGET"):
        yield target
        return
    command = [sys.executable, "-m", "mockserver", "--port", "0", "--pace", str(PACE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield re.search(r"http://\S+", process.stdout.readline())[0]
        finally:
            process.terminate()


@dataclass(frozen=True)
class Awaited:
    """The asynchronous client, called like the synchronous one."""

    target: Any
    runner: asyncio.Runner

    def __getattr__(self, name):
        attribute = getattr(self.target, name)
        if not callable(attribute):
            return Awaited(attribute, self.runner)

        def call(*values, **words):
            result = attribute(*values, **words)
            if iscoroutine(result):
                result = self.runner.run(result)
            return self.iterated(result) if hasattr(result, "__anext__") else result

        return call

    def iterated(self, source):
        async def step():
            return await anext(source, None)

        async def close():
            await source.aclose()

        try:
            while (part := self.runner.run(step())) is not None:
                yield part
        finally:
            self.runner.run(close())


@pytest.fixture(params=["sync", "async"])
def client(request, url):
    """Yield a client that ignores API keys in the environment."""
    if request.param == "sync":
        with get_sync_client(url=url, api_key=None) as client:
            yield client
    else:
        with asyncio.Runner() as runner:
            client = get_client(url=url, api_key=None)
            yield Awaited(client, runner)
            runner.run(client.aclose())


@pytest.fixture
def thread(client):
    """Return the id of a new thread."""
    return client.threads.create()["thread_id"]


@pytest.fixture
def eventually():
    """Return a function that waits until a condition is true."""

    def wait(fact):
        deadline = time.monotonic() + PATIENCE
        while not (value := fact()):
            assert time.monotonic() < deadline, "it never came true"
            time.sleep(0.05)
        return value

    return wait


@pytest.fixture(scope="session")
def say():
    """Return a function that makes the input of a chat."""
    return lambda text: {"messages": [{"role": "user", "content": text}]}
