"""One check of one operation."""

from contract_tests.contract import Operation
from contract_tests.findings.finding import Broken, Finding, Outcome, Skipped, Violation
from contract_tests.generation.probe import offered
from contract_tests.harness.finding_builder import FindingBuilder
from contract_tests.harness.rule import Rule
from contract_tests.harness.setting import Setting
from contract_tests.harness.trial import Trial
from contract_tests.runner import verdict


def check_rule(rule: Rule, setting: Setting, operation: Operation) -> Outcome:
    """Run the check on the setting's target, then restore the target to its previous state."""

    def run() -> None:
        _equip(rule, trial)
        rule.run(trial)

    def cite(broken: Broken) -> Finding:
        facts = (broken.expected, broken.received, rule.sentence, broken.pointer, rule.why, rule.level)
        return FindingBuilder(trial).finding(Violation(rule.id, *facts), broken.exchange, operation)

    name = rule.name(operation.id)
    with Trial(setting, operation, name, whole_replay=rule.whole_replay) as trial:
        return verdict.outcome(trial, verdict.end_of(run), cite=cite)


def _equip(rule: Rule, trial: Trial) -> None:
    if len(trial.setting.target.identities) < rule.identities:
        raise Skipped("requires a second identity (--other-header)")
    if rule.feature is not None:
        offered(trial.operation, trial.setting)
