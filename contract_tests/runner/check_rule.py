"""One check of one operation."""

import traceback

from contract_tests.client.target import OutOfTime, Unreachable
from contract_tests.contract import Operation
from contract_tests.findings.finding import (
    Broken,
    Finding,
    Inconclusive,
    Misshapen,
    Outcome,
    Skipped,
    Verdict,
    Violation,
)
from contract_tests.generation.probe import offered, sifted
from contract_tests.harness.rule import Rule
from contract_tests.harness.trial import Setting, Trial

Judgement = tuple[Verdict, str, tuple[Finding, ...]]
"""Verdict, reason and findings of a check."""


def check_rule(rule: Rule, setting: Setting, operation: Operation) -> Outcome:
    """Run the check on the setting's target, then restore the target to its previous state."""
    with Trial(setting, operation, rule.name(operation.id)) as trial:
        verdict, reason, findings = _judge(rule, trial)
    return Outcome(verdict, reason, findings, tuple(trial.exchanges))


def _judge(rule: Rule, trial: Trial) -> Judgement:
    verdict, reason, own = _tried(rule, trial)
    findings = (*own, *trial.misshapen)
    if trial.wrong or verdict in {Verdict.FAIL, Verdict.NOT_TESTABLE}:
        findings, end = sifted(trial, findings)
        if end is not None and not set(map(id, own)) & set(map(id, findings)):
            verdict, reason = end.verdict, str(end)
    return verdict, trial.repeatable(reason), findings


def _tried(rule: Rule, trial: Trial) -> Judgement:
    try:
        _equip(rule, trial)
        rule.run(trial)
    except Unreachable:
        raise
    except Exception as end:  # noqa: BLE001 - any unknown exception is our own fault and is reported
        return _ended(rule, trial, end)
    return Verdict.PASS, "", ()


def _ended(rule: Rule, trial: Trial, end: Exception) -> Judgement:
    match end:
        case Broken():
            return _broken(rule, trial, end)
        case Inconclusive():
            verdict, reason = end.verdict, str(end)
        case OutOfTime():
            verdict, reason = Verdict.INCOMPLETE, str(end)
        case Misshapen():
            verdict, reason = Verdict.NOT_TESTABLE, str(end)
        case _ if misread := trial.misread(end):
            return _broken(rule, trial, misread)
        case _ if trial.wrong:  # the check could not continue after the invalid response
            verdict, reason = Verdict.NOT_TESTABLE, str(trial.wrong[0])
        case _:
            verdict, reason = Verdict.ERROR, "".join(traceback.format_exception(end, limit=-3))
    return verdict, reason, ()


def _broken(rule: Rule, trial: Trial, broken: Broken) -> Judgement:
    blurred = next((each for each in trial.wrong if each.blurs(broken)), None)
    if blurred is None:
        return Verdict.FAIL, "", (_finding(rule, trial, broken),)
    return Verdict.NOT_TESTABLE, str(blurred), ()


def _equip(rule: Rule, trial: Trial) -> None:
    if len(trial.setting.target.identities) < rule.identities:
        raise Skipped("needs a second identity (--other-header)")
    if rule.feature is not None:
        offered(trial.operation, trial.setting)


def _finding(rule: Rule, trial: Trial, broken: Broken) -> Finding:
    facts = (broken.expected, broken.received, rule.sentence, broken.pointer, rule.why, rule.level)
    return trial.finding(Violation(rule.id, *facts), broken.exchange, trial.operation)
