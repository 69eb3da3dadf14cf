"""Fixtures for the contract and for targets made from one function."""

import checker
import httpx
import pytest

from contract_tests import contract as contracts
from contract_tests.client.target import Target
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.run_context import RunContext
from contract_tests.runner.mock_process import running_mock
from contract_tests.validation.request import Validity
from contract_tests.validation.response import response_validator

TWO_OWNERS = ({"x-api-key": "alice"}, {"x-api-key": "bob"})


@pytest.fixture(scope="session")
def mock():
    """The address of a mock in another process, which tests share because a start takes a second."""
    with running_mock(seed=0) as url:
        checker.SHARED.add(url)
        yield url
        checker.SHARED.discard(url)


@pytest.fixture(scope="session")
def contract():
    return contracts.load()


@pytest.fixture(scope="session")
def validity(contract):
    return Validity(contract)


@pytest.fixture(scope="session")
def validate(contract):
    return response_validator(contract)


@pytest.fixture
def run_context_of(contract, validity, validate):
    """Return a function that makes a run_context from a function of `httpx.Request` to `httpx.Response`."""

    def make(response, identities=TWO_OWNERS, **more):
        target = Target("http://target", identities, httpx.MockTransport(response))
        return RunContext(target, contract, validate, validity, **more)

    return make


@pytest.fixture
def context_on(run_context_of, contract):
    """Return a function that makes a check context of `get_thread` on such a target."""

    def make(response, name="threads.example", operation="get_thread", **more):
        return CheckContext(run_context_of(response, **more), contract.by_id[operation], name)

    return make


class Threads:
    """A target that stores threads and records the requests it receives."""

    def __init__(self):
        self.kept = {}
        self.requests = []

    def __call__(self, request):
        self.requests.append(request)
        path = request.url.path
        if request.method == "POST" and path == "/threads":
            return self.create(request)
        if request.method == "DELETE":
            removed = self.kept.pop(path.removeprefix("/threads/"), None)
            return httpx.Response(204) if removed else httpx.Response(404, json={"detail": "unknown"})
        removed = self.kept.get(path.removeprefix("/threads/"))
        return (
            httpx.Response(200, json=removed) if removed else httpx.Response(404, json={"detail": "unknown"})
        )

    def create(self, request):
        received = httpx.Response(200, content=request.content).json()
        if received["thread_id"] in self.kept:
            return httpx.Response(409, json={"detail": "taken"})
        now = "2026-01-01T00:00:00+00:00"
        thread = {"created_at": now, "updated_at": now, "metadata": {}, "status": "idle", **received}
        self.kept[received["thread_id"]] = thread
        return httpx.Response(200, json=thread)


@pytest.fixture
def threads():
    return Threads()
