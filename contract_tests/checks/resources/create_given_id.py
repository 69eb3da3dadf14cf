"""Create uses the id that the client supplies.

Why: CopilotKit's adapter generates the thread's id itself and uses it from then on. If the server chooses a
different id, every later request ends in 404.
https://github.com/ag-ui-protocol/ag-ui/blob/821b8c227c6f/integrations/langgraph/typescript/src/agent.ts#L635
"""

from contract_tests.actions.resources import resources
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import CREATING


@rule("resources.create.given_id", operations=CREATING, tier=1)
def given_id(trial: Trial) -> None:
    kind, given = resources(trial), trial.new_id()
    created = trial.ask(trial.operation, Question(body={**kind.least, kind.key: given}))
    expect.success(trial, trial.need(created))
    trial.expect(
        created.json[kind.key] == given,
        expected=given,
        received="another id",
        exchange=created,
        pointer=f"/{kind.key}",
    )
