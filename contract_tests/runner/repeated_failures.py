"""Server errors of requests that name nothing, repeated after the cleanup.

A search that fails as long as a single record is stored fails for every check that searches meanwhile. Its
replay is one command, which succeeds when the record is gone: reports have to mention it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from contract_tests.client.exchange import Request
from contract_tests.client.target import CredentialsExpired, NoResponse, OutOfTime, Owner, Target, Unreachable
from contract_tests.contract import Contract
from contract_tests.findings.fact_redactor import FactRedactor
from contract_tests.findings.finding import Finding
from contract_tests.findings.replay_limit import ReplayLimit
from contract_tests.findings.result import Result
from contract_tests.generation.prerequisites import is_reading

MAX_REPEATED = 20
"""Maximum number of requests that are repeated."""

Sent = tuple[str, tuple[tuple[str, str], ...], bytes, Owner]
"""Operation, headers without credentials, body and sender of a request that has no parameters."""


@dataclass(frozen=True)
class RepeatedFailures:
    """Repetition of requests after the cleanup."""

    target: Target
    contract: Contract
    redactor: FactRedactor

    def with_limits(self, results: Sequence[Result]) -> list[Result]:
        """Return the results; a finding that needs what the checks had stored gets a limit of its replay.

        A request without a response proves nothing.
        """
        findings = [finding for result in results for finding in result.findings]
        requests = dict.fromkeys(sent for finding in findings if (sent := self._sent(finding)))
        recovered = set(filter(self._succeeds, list(requests)[:MAX_REPEATED]))
        return [
            replace(result, findings=tuple(self._limited(each, recovered) for each in result.findings))
            for result in results
        ]

    def _limited(self, finding: Finding, recovered: set[Sent]) -> Finding:
        if self._sent(finding) not in recovered:
            return finding
        return replace(finding, replay_limits=(*finding.replay_limits, ReplayLimit.STORED_DATA))

    def _sent(self, finding: Finding) -> Sent | None:
        """Return what an owner sent if the finding is a server error of a single request that only reads."""
        operation, request = self.contract.by_id.get(finding.operation), finding.exchange.request
        if operation is None or not finding.exchange.failed or len(finding.replay) != 1:
            return None
        if not is_reading(operation) or not request.url.endswith(operation.path):
            return None
        for owner, identity in self._identities.items():
            if identity.items() <= request.headers.items():
                headers = tuple(sorted(request.headers.items() - identity.items()))
                return operation.id, headers, request.body, owner
        return None

    @cached_property
    def _identities(self) -> Mapping[Owner, Mapping[str, str]]:
        """Headers of the owners as findings show them. A stranger has none of them."""
        owners: tuple[Owner, ...] = ("first", "other")
        return dict(zip(owners, map(self.redactor.redacted, self.target.identities), strict=False))

    def _succeeds(self, sent: Sent) -> bool:
        operation_id, headers, body, owner = sent
        operation = self.contract.by_id[operation_id]
        request = Request(operation.method, operation.path, dict(headers), body)
        try:
            return self.target.send(request, owner=owner).ok
        except (NoResponse, OutOfTime, CredentialsExpired, Unreachable):
            return False
