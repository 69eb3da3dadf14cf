"""Generated requests against the control plane: valid ones give valid responses, hostile ones no 5xx."""

import asyncio
import subprocess
import sys
from http import HTTPStatus

import generated_requests
import httpx
import pytest
from generated_requests import QUICK, SCHEMA
from hypothesis import given
from hypothesis import strategies as st

from mockserver.app import create_app
from mockserver.control_plane import control_contract
from mockserver.settings import Settings
from patience import PATIENCE
from sweep import sweep

CONTROL = control_contract()
APP = create_app(Settings(pace=0, seed=0, validate_responses=True))


ENDLESS = "/_mock/journal/stream"
"""Path of a stream without an end, for which the transport of these tests would wait."""


OPERATIONS = [each.id for each in CONTROL.operations if each.path != ENDLESS]


@pytest.mark.parametrize("operation", sweep(OPERATIONS, *OPERATIONS[::3]))
def test_generated_requests_give_no_finding(operation):
    @QUICK
    @given(case=SCHEMA.find_operation_by_id(operation).as_strategy())
    def check(case):
        generated_requests.call(case)

    check()


@pytest.mark.slow
def test_requests_of_every_phase_give_no_finding():
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", generated_requests.__file__]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


HOSTILE = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            b"[" * 100_000,
            b'{"a":' * 200 + b"1" + b"}" * 200,
            b'{"seconds": 1e400}',
            b'{"seconds": -0.0}',
            b'{"seconds": 1e308}',
            b'{"now": "9999-12-31T23:59:59.999999-23:59"}',
            b'{"now": "0001-01-01T00:00:00+23:59"}',
            b'{"now": "2016-12-31T23:59:60Z", "frozen": true}',
            b'{"generate": {"threads": 1e3, "long_thread": -1}}',
            b'{"threads": [{"thread_id": "\\ud800"}]}',
            b'{"items": [{"namespace": ["a"], "key": "\\u0000", "value": {}}]}',
        ]
    ),
)

OPERATIONS = [(operation.method, operation.path) for operation in CONTROL.operations]


@pytest.mark.parametrize(("method", "path"), [each for each in OPERATIONS if each[1] != ENDLESS])
def test_hostile_requests_never_get_a_5xx(method, path):
    async def status(body, headers):
        transport = httpx.ASGITransport(app=APP)
        async with (
            asyncio.timeout(PATIENCE),
            httpx.AsyncClient(transport=transport, base_url="http://m") as http,
        ):
            url = path.replace("{session_id}", "%00")
            response = await http.request(method, url, content=body, headers=headers)
            return response.status_code

    @QUICK
    @given(
        body=HOSTILE,
        media=st.sampled_from([b"application/json", b"application/yaml", b"text/plain", b"\xff"]),
        session=st.sampled_from([b"a", b"", b"\xff", b"a" * 1000, b"../.."]),
    )
    def attack(body, media, session):
        headers = {"Content-Type": media, "Accept": media, "X-Mock-Session": session}
        assert asyncio.run(status(body, headers)) < HTTPStatus.INTERNAL_SERVER_ERROR

    attack()
