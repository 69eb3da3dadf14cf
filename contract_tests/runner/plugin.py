"""pytest plugin that generates the test items and reports their results.

The target is probed once, before collection. Each item's result is stored in `user_properties`, so that
workers of xdist can send it to the controller, where the collector builds the report.
"""

import json
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest

from contract_tests.client.cookies import Cookies
from contract_tests.client.target import OutOfTime, Target, Unreachable
from contract_tests.findings.fact_redactor import FactRedactor
from contract_tests.findings.finding import Finding, Outcome, Verdict
from contract_tests.findings.former_ids import notes, selected_by_former_id
from contract_tests.findings.replay import RUN
from contract_tests.findings.result import Kind, Result, reached_by, slow_in
from contract_tests.findings.survey import ROLES, Role, Survey
from contract_tests.generation.valid_requests import Generator
from contract_tests.harness.graphs import Graphs
from contract_tests.harness.pending_cleanup import Cleanup
from contract_tests.harness.run_context import EXAMPLES, RunContext
from contract_tests.options.credentials import credentials
from contract_tests.options.options import Malformed, Options
from contract_tests.options.pytest_options import options as parse_options
from contract_tests.options.tls import trust
from contract_tests.report import baseline
from contract_tests.report.baseline import BadBaseline, Baseline
from contract_tests.report.model import is_declared, is_optional
from contract_tests.report.record import BadRecord
from contract_tests.runner.catalogue import NothingFailed, NothingLeft, Selection, Unknown, catalogue, select
from contract_tests.runner.generated_requests import item_name
from contract_tests.runner.mock_process import running_mock
from contract_tests.runner.results import GONE, RESULT, STOPPED, SURVEYED, ResultsPlugin
from contract_tests.runner.signals import Interruption
from contract_tests.runner.verdict import verdict_of
from contract_tests.survey.api_detection import probe
from contract_tests.survey.take_survey import take_survey
from contract_tests.text.visible import visible
from contract_tests.validation.request import Validity
from contract_tests.validation.validator import unvalidated

UNREACHABLE = 69
"""Exit code if the target is unreachable; pytest's own codes end at 5."""

OUT_OF_TIME = 75
"""Exit code if the `--max-time` budget is used up before the first check."""

QUICK_EXAMPLES = 2
"""Number of generated requests of each kind with `--quick`."""

OPTIONS = pytest.StashKey[Options]()

SELECTION = pytest.StashKey[Selection]()
DEADLINE = pytest.StashKey[float | None]()
"""Deadline of the run in seconds since 1970. `None` means no limit."""

INTERRUPTION = pytest.StashKey[Interruption]()

BASELINE = pytest.StashKey[Baseline]()
SURVEY = pytest.StashKey[Survey]()

CLEANUP_FOLDER = "contract_cleanup_folder"
"""Name of an attribute of `config.option`, set once a target is found: the folder of pending cleanup."""


def prepare(config: pytest.Config) -> int | None:
    """Probe the target. Return an exit code if there is nothing to do, else `None`."""
    interruption = Interruption.active()
    config.stash[INTERRUPTION] = interruption
    interrupting = ExitStack()
    config.add_cleanup(interrupting.close)
    interrupting.enter_context(interruption)
    workerinput = getattr(config, "workerinput", None)
    if workerinput is not None:  # the controller has already probed the target
        config.option.contract_url = workerinput["contract_url"]
        setattr(config.option, CLEANUP_FOLDER, workerinput[CLEANUP_FOLDER])
        setattr(config.option, RUN, workerinput[RUN])
        config.stash[SURVEY] = Survey.from_json(json.loads(workerinput[SURVEYED]))
        config.stash[DEADLINE] = workerinput["contract_deadline"]
        return None
    try:
        _prepare(config)
    except (Unknown, NothingLeft, NothingFailed, Malformed, BadBaseline, BadRecord) as mistake:
        raise pytest.UsageError(str(mistake)) from mistake
    except Unreachable as nobody:
        redactor = FactRedactor.of(_options(config).secrets)
        sys.stderr.write(f"{visible(redactor.redacted(str(nobody)))}\n")
        return UNREACHABLE
    except OutOfTime as over:
        sys.stderr.write(f"{over}: nothing was checked\n")
        return OUT_OF_TIME
    return None


def _prepare(config: pytest.Config) -> None:
    options = _options(config)
    if options.max_time:
        config.stash[DEADLINE] = time.time() + options.max_time
    selection, known = _selection(config), _baseline(config)
    for line in _renamed(options, known):
        sys.stderr.write(f"{visible(line)}\n")
    if options.mock:
        running = ExitStack()
        config.add_cleanup(running.close)
        options = replace(options, url=running.enter_context(running_mock(options.seed)))
        config.stash[OPTIONS] = options
    target = _target(config)
    probe(target, selection.contract)
    run = f"{secrets.randbelow(10**12):012}"
    setattr(config.option, RUN, run)
    collector = ResultsPlugin(
        options, target, selection, known, run=run, interruption=config.stash[INTERRUPTION]
    )
    config.add_cleanup(collector.close)
    setattr(config.option, CLEANUP_FOLDER, collector.cleanup_folder)
    config.pluginmanager.register(collector, "contract-collector")
    if not config.option.collectonly:
        collector.survey = config.stash[SURVEY] = _survey(config)


def _survey(config: pytest.Config) -> Survey:
    """Survey the target, once for all processes."""
    run_context = _run_context(config, "survey")
    try:
        return take_survey(run_context)
    finally:
        run_context.target.close()


def _renamed(options: Options, known: Baseline) -> Iterator[str]:
    """Yield a line for each former id of a check in the options and in the baseline."""
    yield from notes("--check", selected_by_former_id(options.checks), "use the new id")
    if not options.update_baseline:
        remedy = "update the baseline with --update-baseline"
        yield from notes(str(options.baseline), known.former_ids, remedy)


def _options(config: pytest.Config) -> Options:
    """Return the options, parsed once. Raises: Malformed."""
    if OPTIONS not in config.stash:
        config.stash[OPTIONS] = parse_options(config.option)
    return config.stash[OPTIONS]


def _target(config: pytest.Config, cookies: Cookies | None = None) -> Target:
    """Return the target that the options describe. Raises: Malformed."""
    options = _options(config)
    known = credentials(config, options)
    return Target(
        options.url,
        known.identities,
        timeout=options.timeout,
        deadline=config.stash.get(DEADLINE, None),
        trusted=trust(options.ca),
        sign=known.sign,
        cookies=cookies or Cookies(),
    )


def _selection(config: pytest.Config) -> Selection:
    """Return the selected checks, computed once. Raises: as for `select`."""
    if SELECTION not in config.stash:
        config.stash[SELECTION] = select(_options(config), catalogue())
    return config.stash[SELECTION]


def _baseline(config: pytest.Config) -> Baseline:
    """Return the baseline, read once. Raises: BadBaseline."""
    if BASELINE not in config.stash:
        config.stash[BASELINE] = baseline.of(_options(config))
    return config.stash[BASELINE]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if not hasattr(metafunc.config.option, CLEANUP_FOLDER):
        return
    selection = _selection(metafunc.config)
    if metafunc.function.__name__ == "test_operation":
        parts = selection.generated
        names = [item_name(phase, operation.id) for operation, phase in parts]
        metafunc.parametrize("operation, phase", parts, ids=names)
    elif metafunc.function.__name__ == "test_check":
        pairs = list(selection.semantic)
        names = [check.name(operation.id) for check, operation in pairs]
        metafunc.parametrize("check, operation", pairs, ids=names)


def pytest_collection_modifyitems(config: pytest.Config) -> None:
    if not hasattr(config.option, CLEANUP_FOLDER):
        raise pytest.UsageError("missing --contract-url URL (or use --contract-mock)")


@pytest.fixture(scope="session")
def run_context(pytestconfig: pytest.Config) -> Iterator[RunContext]:
    # openapi-core takes half a second to import, and only processes that run checks need it
    from contract_tests.validation.response import response_validator  # noqa: PLC0415

    worker = getattr(pytestconfig, "workerinput", {})
    made = _run_context(pytestconfig, worker.get("workerid", "main"))
    yield replace(
        made, validate=response_validator(made.contract), is_alone=worker.get("workercount", 1) == 1
    )
    made.target.close()


def _run_context(config: pytest.Config, process: str) -> RunContext:
    """Return the run_context; `process` names the file of its pending cleanup."""
    options = _options(config)
    known = _selection(config).contract
    cleanup = Cleanup(Path(getattr(config.option, CLEANUP_FOLDER)) / process)
    target = _target(config, Cookies(cleanup.file))
    named: dict[Role, str] = {role: name for role in ROLES if (name := getattr(options, role))}
    return RunContext(
        target=target,
        contract=known,
        validate=unvalidated,
        validity=Validity(known),
        cleanup=cleanup,
        seed=options.seed,
        run=getattr(config.option, RUN),
        examples=QUICK_EXAMPLES if options.quick else EXAMPLES,
        redactor=FactRedactor.of(target.identities if options.secrets else ()),
        graphs=Graphs(named, config.stash.get(SURVEY, None)),
        needed=_selection(config).needed,
        may_lack=_selection(config).outside,
    )


@pytest.fixture(scope="session")
def generator(run_context: RunContext) -> Generator:
    return Generator(run_context.contract, run_context.validity, run_context.seed)


class Conclude(Protocol):
    """Function that runs an item, stores its result and reports the outcome to pytest."""

    def __call__(
        self, conduct: Callable[[], Outcome], *, name: str, kind: Kind, check: str, operation: str
    ) -> None: ...


@pytest.fixture
def conclude(request: pytest.FixtureRequest, run_context: RunContext) -> Conclude:
    selection, known = _selection(request.config), _baseline(request.config)
    options = _options(request.config)
    workerinput: list[tuple[str, object]] = request.node.user_properties

    def concluded(
        conduct: Callable[[], Outcome], *, name: str, kind: Kind, check: str, operation: str
    ) -> None:
        try:
            outcome = verdict_of(OutOfTime()) if run_context.target.is_over else conduct()
        except Unreachable as gone:
            why = run_context.redactor.redacted(str(gone))
            workerinput.append((GONE, why))
            request.session.shouldstop = why
            pytest.fail(why, pytrace=False)
        except Exception as fault:  # noqa: BLE001 - a fault of ours ends one item, not the run
            outcome = verdict_of(fault)
        outcome = _chosen(outcome, selection, name, operation)
        result = run_context.redactor.result(
            id=name,
            kind=kind,
            check=check,
            operation=operation,
            verdict=outcome.verdict,
            reason=outcome.reason,
            findings=outcome.findings,
            reached=reached_by(outcome.exchanges),
            blocked_by=outcome.blocked_by,
            slow=slow_in(outcome.exchanges, selection.contract.by_id, options.slow_response),
        )
        line = json.dumps(result.serializable())  # channels between processes reject half a surrogate pair
        workerinput.append((RESULT, line))
        is_accepted = options.update_baseline or known.has_all(
            _required(outcome.findings, selection.declared)
        )
        if outcome.findings and is_accepted:
            pytest.xfail("known")
        if outcome.findings and options.fail_fast:
            workerinput.append((STOPPED, True))
            request.session.shouldfail = "stopped after the first finding"
        _set_pytest_options(result)

    return concluded


def _chosen(outcome: Outcome, selection: Selection, result: str, operation_id: str) -> Outcome:
    """Return the outcome with the findings of selected checks only, as for `--check shape.body`."""
    findings = tuple(each for each in outcome.findings if selection.has_finding(each, result, operation_id))
    if findings or outcome.verdict != Verdict.FAIL:
        return replace(outcome, findings=findings)
    if selection.profile is not None:  # the client does not notice
        return replace(outcome, findings=(), verdict=Verdict.PASS)
    others = ", ".join(sorted({finding.check for finding in outcome.findings}))
    return replace(
        outcome, findings=(), verdict=Verdict.BLOCKED, reason=f"breaks {others}, which was not selected"
    )


def _required(findings: Sequence[Finding], declared: Sequence[str]) -> list[Finding]:
    """Return the findings without operations that are optional or declared as not offered."""
    return [each for each in findings if not is_optional(each) and not is_declared(each, declared)]


def _set_pytest_options(outcome: Result) -> None:
    if outcome.verdict == Verdict.FAIL:
        lines = [
            f"{each.check}: expected {each.expected}, received {each.received}" for each in outcome.findings
        ]
        pytest.fail(visible("\n".join(lines)), pytrace=False)
    if outcome.verdict == Verdict.ERROR:
        pytest.fail(visible(f"internal error\n{outcome.reason}"), pytrace=False)
    if outcome.verdict != Verdict.PASS:
        pytest.skip(visible(f"{outcome.verdict.value}: {outcome.reason}"))
