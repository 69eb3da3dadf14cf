"""Generated requests against the control plane: valid ones give valid responses, hostile ones no 5xx."""

import asyncio
from http import HTTPStatus

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import positive_data_acceptance

from mockserver.app import create_app
from mockserver.control_plane import control_contract
from mockserver.settings import Settings
from patience import PATIENCE

CONTROL = control_contract()
APP = create_app(Settings(pace=0, seed=0, validate_responses=True))
SCHEMA = schemathesis.openapi.from_dict(dict(CONTROL.document))
SCHEMA.app = APP

QUICK = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[*HealthCheck],
)


REFERRING = {
    "put_scenario",
    "restore_snapshot",
    "seed_session",
    "add_fault",
    "put_fault",
    "replace_faults",
    "list_journal_entries",
    "wait_journal_entry",
    "verify_journal",
}
"""Operations whose requests refer to graphs, operations and each other, which no schema can describe."""


@SCHEMA.exclude(operation_id="stream_journal").parametrize()  # a stream without an end
@QUICK
def test_generated_requests_give_no_finding(case):
    wanted = case.body.get("generate") if isinstance(case.body, dict) else None
    for name in ("threads", "long_thread") if isinstance(wanted, dict) else ():
        if wanted.get(name) in range(3, 1001):  # valid, but a thousand threads take a while
            wanted[name] = 2
    if case.operation.path == "/_mock/journal/wait" and isinstance(case.body, dict):
        seconds = case.body.get("timeout", 10)
        if type(seconds) in {int, float} and 0 <= seconds <= 300:  # valid, but five minutes take a while
            case.body["timeout"] = 0
    refers = case.operation.definition.raw["operationId"] in REFERRING
    case.call_and_validate(excluded_checks=[positive_data_acceptance] if refers else [])


ENDLESS = "/_mock/journal/stream"
"""Path of a stream without an end, for which the transport of these tests would wait."""

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
def test_hostile_requests_are_no_5xx(method, path):
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
