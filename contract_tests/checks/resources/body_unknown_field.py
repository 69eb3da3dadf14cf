"""Unknown fields in a request body are ignored.

Why: The SDKs gain fields with every release, and servers are older than the pages that call them. A server
that rejects unknown fields breaks at the next `npm install`.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/threads/index.ts#L57
"""

from dataclasses import replace

from contract_tests.generation.prerequisites import plain
from contract_tests.harness import expect
from contract_tests.harness.expect import offered
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import TAKING_A_BODY


@rule("resources.body.unknown_field", operations=TAKING_A_BODY, tier=2)
def unknown_field(trial: Trial) -> None:
    offered(trial, trial.ask(trial.operation, plain(trial.operation, trial)))
    known = plain(trial.operation, trial)
    body = {**known.body, "no_such_field": {"any": ["value"]}}
    asked = trial.ask(trial.operation, replace(known, body=body))
    expect.status(trial, asked, *trial.operation.success)
