"""Which clients work with the target, by their profiles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contract_tests.findings.finding import OPERATION_EXISTS, Verdict
from contract_tests.findings.profile import Profile, profiles
from contract_tests.findings.result import Result
from contract_tests.report.model import Problem, Report, operation_name, plural

TITLE = "Which clients work with this server"

UNDECIDED = {Verdict.BLOCKED, Verdict.INCOMPLETE, Verdict.ERROR}


@dataclass(frozen=True)
class ClientStanding:
    profile: Profile
    works: bool | None
    """True if the client works. `None` if one of its checks has no verdict."""
    reason: str = ""
    """First reason why it does not work, or is not known to work."""
    failing: int = 0
    """Number of the operations because of which it does not work."""
    skipped: int = 0
    """Number of its checks that were skipped."""

    @property
    def sentence(self) -> str:
        word = {True: "yes", False: "no", None: "not known"}[self.works]
        if self.failing:
            word += f" ({self.failing} of {plural(len(self.profile.required), 'operation')})"
        if self.reason:
            return f"{word}: {self.reason}"
        return f"{word} ({plural(self.skipped, 'check')} skipped)" if self.skipped else word


def clients(report: Report) -> Iterator[ClientStanding]:
    """Yield the standing of each client; of none if only a part of the checks was selected."""
    subject = report.subject
    if subject.recorded is not None or not (subject.is_whole or subject.profile):
        return
    for name, profile in profiles().items():
        own = [each for each in report.results if _is_own(profile, each)]
        if subject.profile in {"", name} and own:
            yield _standing(profile, own, report)


def _standing(profile: Profile, own: Sequence[Result], report: Report) -> ClientStanding:
    broken = _broken(profile, report)
    missing = [each for each in own if each.verdict is Verdict.NOT_OFFERED]
    failing = {each.finding.operation for each in broken} | {each.operation for each in missing}
    if failing:
        reason = (
            _reason(broken[0], report) if broken else f"{operation_name(missing[0].operation)}: not offered"
        )
        return ClientStanding(profile, works=False, reason=reason, failing=len(failing))
    undecided = next((each for each in own if each.verdict in UNDECIDED), None)
    if undecided is not None:
        return ClientStanding(profile, works=None, reason=_undecided(undecided))
    verdicts = [each.verdict for each in own]
    if Verdict.PASS not in verdicts:
        return ClientStanding(profile, works=None, reason="nothing that it needs was tested")
    return ClientStanding(profile, works=True, skipped=verdicts.count(Verdict.SKIP))


def _undecided(result: Result) -> str:
    """Return the check and why it has no verdict. Most reasons begin with the verdict: `blocked by ...`."""
    verdict = result.verdict.value
    why = result.reason.removeprefix(f"{verdict} ")
    return f"{result.id} is {verdict}{': ' if why == result.reason else ' '}{why}"


def _is_own(profile: Profile, result: Result) -> bool:
    """Return whether the client requires the result: a semantic check, or scripted requests."""
    if result.operation not in profile.required:
        return False
    if result.kind == "semantic":
        return profile.has(result.check, result.operation)
    return result.id.startswith("shape.scripted[")


def _broken(profile: Profile, report: Report) -> Sequence[Problem]:
    """Return the problems because of which the client does not work, the most urgent one first."""
    noticed = {
        finding.key
        for result in report.results
        for finding in result.findings
        if finding.operation in profile.required and profile.stops(finding, result.id)
    }
    return [each for each in report.ordered if each.finding.key in noticed]


def _reason(problem: Problem, report: Report) -> str:
    """Return the operation and the cause of its finding; a known finding has none."""
    if problem.finding.check == OPERATION_EXISTS:
        return f"{operation_name(problem.finding.operation)} is missing"
    key = problem.finding.key
    titles: Sequence[str] = [
        cause.title for cause in report.causes if any(each.key == key for each in cause.findings)
    ]
    what = titles[0] if titles else problem.finding.requirement.splitlines()[0]
    return f"{operation_name(problem.finding.operation)}: {what}"
