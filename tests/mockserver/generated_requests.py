"""Requests that schemathesis generates for the control plane.

A test of `control/test_generated.py` runs this file, which pytest does not collect by its name: schemathesis
generates the requests during the collection, which every process of a parallel run would do.
"""

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import positive_data_acceptance

from mockserver.app import create_app
from mockserver.control_plane import control_contract
from mockserver.settings import Settings

SCHEMA = schemathesis.openapi.from_dict(dict(control_contract().document))
SCHEMA.app = create_app(Settings(pace=0, seed=0, validate_responses=True))

QUICK = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[*HealthCheck],
)

ENDLESS = "stream_journal"
"""Operation whose response is a stream without an end."""

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


def call(case):
    """Send the request of a case, which takes no long time, and validate the response."""
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


@SCHEMA.exclude(operation_id=ENDLESS).parametrize()
@QUICK
def test_requests_of_every_phase_give_no_finding(case):
    call(case)
