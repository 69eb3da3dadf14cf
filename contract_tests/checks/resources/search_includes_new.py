"""A repeated search or count includes resources created since the previous request.

Why: Pages repeat exactly the same search after they have created something. A cached response makes the
resource look lost, and the user creates it twice.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L378
"""

from contract_tests.actions.search import create_each
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import COUNTING, SEARCHING


@rule("resources.search.includes_new", operations=(*SEARCHING, *COUNTING), tier=2)
def includes_new(trial: Trial) -> None:
    found = []
    for _ in range(2):
        create_each(trial, {})
        answer = trial.need(trial.call(trial.operation.id, body={"metadata": trial.mark}))
        found.append(answer.json if trial.operation.id in COUNTING else len(answer.json))
    expect.same(trial, answer, found, [1, 2])
