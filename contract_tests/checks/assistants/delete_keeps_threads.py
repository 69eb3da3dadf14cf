"""Deleting an assistant keeps its threads unless `delete_threads` is set.

Why: Users delete an agent that they no longer need, not its conversations. The SDK has a separate option for
deleting those.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L452
"""

from contract_tests.actions.resources import create_thread, resources
from contract_tests.actions.runs import create_run, finished
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.delete.keeps_threads", operation="delete_assistant", tier=2)
def keeps_threads(trial: Trial) -> None:
    kind = resources(trial)
    own, thread_id = kind.create()[kind.key], str(create_thread(trial)["thread_id"])
    finished(trial, thread_id, create_run(trial, thread_id, assistant_id=own, input={})["run_id"])
    kind.delete(own)
    reading = trial.setting.contract.by_id["get_thread"]
    expect.status(trial, trial.ask(reading, Question({"thread_id": thread_id})), 200)
