"""A run belongs to the assistant whose id it is created with.

Why: Users choose an assistant for its prompt and its model. A run of another one answers in the wrong voice
and is missing from the list of the chosen one.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.resources import create_assistant
from contract_tests.actions.runs import pending
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.create.assistant_id", operation="create_thread_run", tier=1)
def create_assistant_id(trial: Trial) -> None:
    assistant_id = create_assistant(trial)["assistant_id"]
    run = pending(trial, assistant_id=assistant_id)
    trial.expect(
        run["assistant_id"] == assistant_id,
        expected=assistant_id,
        received=run["assistant_id"],
        exchange=trial.exchanges[-1],
        pointer="/assistant_id",
    )
