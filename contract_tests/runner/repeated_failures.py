"""Server errors of requests that name nothing, repeated after the cleanup.

A search that fails as long as a single record is stored fails for every check that searches meanwhile. Its
replay is one command, which succeeds when the record is gone: reports must say so.
"""

from collections.abc import Sequence
from dataclasses import replace

from contract_tests.client.exchange import Request
from contract_tests.client.target import CredentialsExpired, NoResponse, OutOfTime, Owner, Target, Unreachable
from contract_tests.contract import Contract
from contract_tests.findings.finding import Finding
from contract_tests.findings.replay_limit import ReplayLimit
from contract_tests.findings.result import Result
from contract_tests.generation.prerequisites import is_reading

MAX_REPEATED = 20
"""Maximum number of requests that are repeated."""

Sent = tuple[str, bytes, Owner]
"""Operation, body and sender of a request without parameters in its path or query."""


def with_limits(results: Sequence[Result], target: Target, contract: Contract) -> list[Result]:
    """Return the results; findings that need what the checks had stored say so.

    Call it after the cleanup. Requests that get no response now prove nothing.
    """
    requests = {
        sent: None for result in results for finding in result.findings if (sent := _sent(finding, contract))
    }
    recovered = {sent for sent in list(requests)[:MAX_REPEATED] if _succeeds(sent, target, contract)}
    return [
        replace(result, findings=tuple(_limited(each, recovered, contract) for each in result.findings))
        for result in results
    ]


def _limited(finding: Finding, recovered: set[Sent], contract: Contract) -> Finding:
    if _sent(finding, contract) not in recovered:
        return finding
    return replace(finding, replay_limits=(*finding.replay_limits, ReplayLimit.STORED_DATA))


def _sent(finding: Finding, contract: Contract) -> Sent | None:
    """Return what was sent if the finding is a server error of a single request that only reads."""
    operation, request = contract.by_id.get(finding.operation), finding.exchange.request
    if operation is None or not finding.exchange.failed or len(finding.replay) != 1:
        return None
    if not is_reading(operation) or not request.url.endswith(operation.path):
        return None
    is_other = any("$OTHER_" in value for value in request.headers.values())
    return operation.id, request.body, "other" if is_other else "first"


def _succeeds(sent: Sent, target: Target, contract: Contract) -> bool:
    operation_id, body, owner = sent
    operation = contract.by_id[operation_id]
    try:
        return target.send(Request(operation.method, operation.path, body=body), owner=owner).ok
    except (NoResponse, OutOfTime, CredentialsExpired, Unreachable):
        return False
