"""Fixtures for the contract and for targets made from one function."""

import httpx
import pytest

from contract_tests import contract as contracts
from contract_tests.client.target import Target
from contract_tests.harness.setting import Setting
from contract_tests.harness.trial import Trial
from contract_tests.validation.request import Validity
from contract_tests.validation.response import judge_by

TWO_OWNERS = ({"x-api-key": "alice"}, {"x-api-key": "bob"})


@pytest.fixture(scope="session")
def contract():
    return contracts.load()


@pytest.fixture(scope="session")
def validity(contract):
    return Validity(contract)


@pytest.fixture(scope="session")
def judge(contract):
    return judge_by(contract)


@pytest.fixture
def setting_of(contract, validity, judge):
    """Return a function that makes a setting from a function of `httpx.Request` to `httpx.Response`."""

    def made(answer, identities=TWO_OWNERS, **more):
        target = Target("http://target", identities, httpx.MockTransport(answer))
        return Setting(target, contract, judge, validity, **more)

    return made


@pytest.fixture
def trial_on(setting_of, contract):
    """Return a function that makes a trial of `get_thread` on such a target."""

    def made(answer, name="threads.example", operation="get_thread", **more):
        return Trial(setting_of(answer, **more), contract.by_id[operation], name)

    return made


class Threads:
    """A target that stores threads and records the requests it receives."""

    def __init__(self):
        self.kept = {}
        self.asked = []

    def __call__(self, request):
        self.asked.append(request)
        path = request.url.path
        if request.method == "POST" and path == "/threads":
            return self.create(request)
        if request.method == "DELETE":
            found = self.kept.pop(path.removeprefix("/threads/"), None)
            return httpx.Response(204) if found else httpx.Response(404, json={"detail": "unknown"})
        found = self.kept.get(path.removeprefix("/threads/"))
        return httpx.Response(200, json=found) if found else httpx.Response(404, json={"detail": "unknown"})

    def create(self, request):
        asked = httpx.Response(200, content=request.content).json()
        if asked["thread_id"] in self.kept:
            return httpx.Response(409, json={"detail": "taken"})
        now = "2026-01-01T00:00:00+00:00"
        thread = {"created_at": now, "updated_at": now, "metadata": {}, "status": "idle", **asked}
        self.kept[asked["thread_id"]] = thread
        return httpx.Response(200, json=thread)


@pytest.fixture
def threads():
    return Threads()
