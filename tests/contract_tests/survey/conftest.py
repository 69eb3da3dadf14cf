"""Servers with one odd trait: what a front, a framework or a defect does to the requests of the mock."""

import re

import httpx
import pytest

from contract_tests.client.target import Target
from contract_tests.harness.run_context import RunContext
from contract_tests.runner.mock_process import running_mock
from contract_tests.validation.request import Validity
from contract_tests.validation.response import response_validator
from patience import PATIENCE

DROPPED = ("content-length", "content-encoding", "transfer-encoding")

ENDLESS = re.compile("/threads/[^/]+/stream(/events)?")

TWO_OWNERS = ({"x-api-key": "alice"}, {"x-api-key": "bob"})


@pytest.fixture(scope="session")
def behind(contract):
    """Return a function that makes a run context for a function of request and mock to a response."""
    with running_mock(0) as url, httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE) as mock:

        def forward(request):
            if ENDLESS.fullmatch(request.url.path):  # this client would wait for its end
                return httpx.Response(200, headers={"content-type": "text/event-stream"}, content=b"")
            headers = {name: value for name, value in request.headers.items() if name != "host"}
            path = request.url.raw_path.decode()
            sent = mock.request(request.method, path, headers=headers, content=request.content)
            headers = [(name, value) for name, value in sent.headers.items() if name not in DROPPED]
            return httpx.Response(sent.status_code, headers=headers, content=sent.content)

        def make(front=lambda request, mock: mock(request), identities=TWO_OWNERS, **more):
            log = []

            def respond(request):
                log.append(request)
                return front(request, forward)

            target = Target("http://127.0.0.1", identities, httpx.MockTransport(respond))
            run_context = RunContext(
                target, contract, response_validator(contract), Validity(contract), **more
            )
            return run_context, log

        yield make
