"""Results of all items, and the report at the end of the session.

This plugin runs in the controller only. It also removes from the target what workers could not.
"""

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contract_tests.client.cookies import Cookies
from contract_tests.client.target import OutOfTime, Target, Unreachable
from contract_tests.contract import Operation
from contract_tests.findings.fact_redactor import FactRedactor
from contract_tests.findings.finding import Finding, Key, Verdict
from contract_tests.findings.replay import RUN
from contract_tests.findings.result import Result
from contract_tests.findings.survey import Survey
from contract_tests.harness import pending_cleanup
from contract_tests.harness.check import Check
from contract_tests.harness.graphs import Graphs
from contract_tests.harness.pending_cleanup import Cleanup
from contract_tests.options.options import Options
from contract_tests.report import baseline
from contract_tests.report.baseline import Baseline
from contract_tests.report.model import Report, Subject, is_declared
from contract_tests.report.publish import publish
from contract_tests.runner.catalogue import Selection, shape_name
from contract_tests.runner.generated_requests import item_name
from contract_tests.runner.repeated_failures import RepeatedFailures
from contract_tests.runner.signals import Interruption

RESULT = "contract_result"
"""Key of an item's result in its `user_properties`, which xdist transports."""

GONE = "contract_gone"
"""Key in place of it if the target has become unreachable."""


STOPPED = "contract_stopped"
"""Key whose presence means that the item ended a run with `--fail-fast`."""

NOT_RUN = "not run"
TOO_SLOW = "takes several seconds (--slow-checks)"

SURVEYED = "contract_survey"
"""Key of the survey, as JSON, in what a worker of xdist gets."""

SETTLE_SECONDS = 1.0
"""Seconds until a target has processed the last requests of a killed process."""

CLEANUP_SECONDS = 120
"""Seconds for the removal of resources that processes left behind; a rate limit may slow it down."""


class ResultsPlugin:
    def __init__(
        self,
        options: Options,
        target: Target,
        selection: Selection,
        known: Baseline,
        *,
        run: str,
        interruption: Interruption,
    ) -> None:
        """Initialize the plugin; `run` is the id of the run."""
        self.run = run
        self.interruption = interruption
        self.options = options
        self.target = target
        self.selection = selection
        self.known = known
        self.results: list[Result] = []
        self.gone: str | None = None
        """Reason why the target became unreachable. `None` while it is reachable."""
        self.report: Report | None = None
        self.survey = Survey()
        self.is_interrupted = False
        """True if the user has interrupted the run."""
        self._new: dict[Key, Finding] = {}
        """New findings in the order in which they came."""
        self._is_stopped = False
        """True if `--fail-fast` has ended the run."""
        self._taken = 0
        """Number of them that were displayed."""
        self._has_lost_a_process = False
        self._redactor = FactRedactor.of(options.secrets and target.identities)
        self._planned = dict(planned(selection, self._redactor))
        self._graded_by_id = {each.id: each for each in self._planned.values()}
        self._collected: set[str] | None = None
        """Names of the items. `None` if the collection failed."""
        self._folder = tempfile.TemporaryDirectory()
        self.left_behind: tuple[str, ...] | None = None
        """Paths that could not be removed. `None` until the end of the run."""

    @property
    def cleanup_folder(self) -> str:
        """Folder in which every process records its pending cleanup."""
        return self._folder.name

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Send the controller's findings about the target to a worker of xdist."""
        node.workerinput.update(
            {
                "contract_url": self.options.url,
                "contract_deadline": self.target.deadline,
                "contract_cleanup_folder": self.cleanup_folder,
                RUN: self.run,
                SURVEYED: json.dumps(self.survey.to_json()),
            }
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        properties: dict[str, Any] = dict(report.user_properties)
        self._is_stopped = self._is_stopped or STOPPED in properties
        if GONE in properties:
            self.gone = str(properties[GONE])
        elif report.when == "call" and RESULT in properties:
            result = Result.from_dict(json.loads(properties[RESULT]))
            self._add(replace(result, seconds=round(report.duration, 3)))
        elif report.failed:
            self.results.append(self._failure_of_ours(report))

    def _add(self, result: Result) -> None:
        self.results.append(result)
        for finding in result.findings:
            if not (self.known.has_all([finding]) or is_declared(finding, self.selection.declared)):
                self._new.setdefault(finding.key, finding)

    def take_new_findings(self) -> tuple[Finding, ...]:
        """Return the new findings since the last call."""
        fresh = tuple(self._new.values())[self._taken :]
        self._taken += len(fresh)
        return fresh

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Record an interruption by the user; pytest raises a subclass for internal aborts."""
        self.is_interrupted = excinfo.type is KeyboardInterrupt

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if session.items:  # with workers, the controller has none
            self._collected = {_parameters(each.nodeid) for each in session.items}

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        self._collected = set(map(_parameters, ids))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, error: object | None) -> None:
        self._has_lost_a_process = self._has_lost_a_process or bool(error)

    def _graded(self, result: Result) -> Result:
        """Return the result with the level and the tier of its check."""
        own = self._graded_by_id.get(result.id)
        return replace(result, level=own.level, tier=own.tier) if own else result

    def _unfinished(self) -> Iterator[Result]:
        """Yield the items without a result, because the run was aborted or lost them."""
        finished = {each.id for each in self.results}
        for name, each in self._planned.items():
            is_collected = self._collected is None or name in self._collected
            if is_collected and each.id not in finished:
                yield each

    def _failure_of_ours(self, report: pytest.TestReport) -> Result:
        """Return the result of an item that failed without one, as when a worker crashes."""
        name = _parameters(report.nodeid)
        own = self._planned.get(name)
        return self._redactor.result(
            id=own.id if own else name,
            kind=own.kind if own else "semantic",
            check=own.check if own else name,
            operation=own.operation if own else "",
            verdict=Verdict.ERROR,
            reason=report.longreprtext,
        )

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if session.config.option.collectonly:
            return
        left_behind = self.clean_up()
        if self.gone is None and not self.interruption.came:
            target = self._target_of_cleanup()
            repeated = RepeatedFailures(target, self.selection.contract, self._redactor)
            self.results = repeated.with_limits(self.results)
            target.close()
        self.is_interrupted = self.is_interrupted or self.interruption.came
        self.results += (*self._unfinished(), *left_out(self.selection, self._redactor))
        self.report = Report.of(
            self._redactor.redacted(self._subject()),
            self.selection.operations(),
            [self._graded(each) for each in self.results],
            self._redactor.redacted(left_behind),
            self.known,
            self._redactor.redacted(self.survey),
        )
        self._hold_to_baseline(session, self.report)

    def _hold_to_baseline(self, session: pytest.Session, report: Report) -> None:
        """Update the baseline on request, unless the run was aborted, and set the exit status."""
        if self._is_stopped and session.exitstatus == pytest.ExitCode.INTERRUPTED:  # by xdist
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        broken_off = self.gone or session.exitstatus not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
        if self.options.update_baseline and self.options.baseline and not broken_off:
            renewed = self.known.renewed(report.results, is_whole=report.subject.is_whole)
            baseline.write(renewed, self.options.baseline)
            self.report = report = replace(report, baseline=renewed)
        if report.exit_code and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED  # a stale baseline, for example

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Write the report below pytest's; `langgraph-check` has no terminal reporter and does so itself."""
        if self.report is not None:
            terminalreporter.ensure_newline()
            publish(self.report, self.options)

    def close(self) -> None:
        """Remove what was created, however the run ended, such as by a signal during the survey."""
        try:
            self.clean_up()
        finally:
            self._folder.cleanup()

    def _subject(self) -> Subject:
        contract = self.selection.contract
        identities = [each for each in self.target.identities if each]
        return Subject(
            target="langgraph-mock" if self.options.mock else self.options.url,
            contract_version=contract.version,
            contract_digest=contract.digest,
            upstream=contract.upstream_version,
            seed=self.options.seed,
            graph=self.options.assistant or Graphs(survey=self.survey).any.name,
            identities=len(identities),
            is_whole=self.selection.is_whole,
            not_offered=self.selection.declared,
            require_tested=self.options.require_tested,
            profile=self.options.profile,
            stopped_early=self._is_stopped,
            slow_response=self.options.slow_response,
        )

    def clean_up(self) -> tuple[str, ...]:
        """Try once more to remove all pending resources, and return the paths of those that remain."""
        if self.left_behind is None:
            with self.interruption.held():
                self.left_behind = self._clean_up()
        return self.left_behind

    def _target_of_cleanup(self) -> Target:
        return replace(self.target, deadline=time.time() + CLEANUP_SECONDS)

    def _clean_up(self) -> tuple[str, ...]:
        if self.is_interrupted or self.interruption.came or self._has_lost_a_process:
            time.sleep(SETTLE_SECONDS)  # before the removal: the target may still create what was requested
        target = self._target_of_cleanup()
        files = pending_cleanup.files(Path(self.cleanup_folder))
        known = {file: pending_cleanup.read(file) for file in files}
        unanswered = Cleanup()
        try:
            for file, left in known.items():
                remover = replace(target, cookies=Cookies(file))
                left.remove(remover, *left.remaining())
                remover.close()
            for each in pending_cleanup.of_run(target, self.run):
                unanswered.add(each)
            unanswered.remove(target, *unanswered.remaining())
        except Unreachable:
            self.gone = self.gone or "the target became unreachable"
        except OutOfTime:
            pass  # the remaining paths are reported
        target.close()
        every = (*known.values(), unanswered)
        return tuple(dict.fromkeys(path for left in every for path, _ in left.remaining()))


def _parameters(node_id: str) -> str:
    """Return the parameters in pytest's name of an item."""
    return node_id.partition("[")[2].removesuffix("]")


def planned(selection: Selection, redactor: FactRedactor) -> Iterator[tuple[str, Result]]:
    """Yield a result `not run` for each item, with the parameters in pytest's name of the item."""
    not_run = {"verdict": Verdict.INCOMPLETE, "reason": NOT_RUN}
    for operation, phase in selection.generated:
        about = {"kind": "generated", "check": "shape", "operation": operation.id, "tier": operation.tier}
        yield (
            item_name(phase, operation.id),
            redactor.result(id=shape_name(phase, operation.id), **about, **not_run),
        )
    for check, operation in selection.semantic:
        yield check.name(operation.id), redactor.result(**_about(check, operation), **not_run)


def left_out(selection: Selection, redactor: FactRedactor) -> Iterator[Result]:
    """Yield a skipped result for each slow check that is left out, as the report and the baseline show it."""
    for check, operation in selection.left_out:
        yield redactor.result(**_about(check, operation), verdict=Verdict.SKIP, reason=TOO_SLOW)


def _about(check: Check, operation: Operation) -> dict[str, Any]:
    return {
        "id": check.name(operation.id),
        "kind": "semantic",
        "check": check.id,
        "operation": operation.id,
        "level": check.level,
        "tier": max(check.tier, operation.tier),
    }
