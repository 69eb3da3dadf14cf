"""Deleting an assistant with `delete_threads` deletes the threads that it ran on, and no others.

Why: `delete_threads=True` is set to get rid of data. Remaining threads break that promise; other deleted
threads are lost.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L452
"""

from contract_tests.actions.resources import create_thread, resources
from contract_tests.actions.runs import create_run, finished
from contract_tests.actions.threads import read_thread
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.delete.threads", operation="delete_assistant", tier=2)
def threads(trial: Trial) -> None:
    kind = resources(trial)
    own, another = kind.create()[kind.key], kind.create()[kind.key]
    kept = _thread_of(trial, another)  # first, so that it is removed last: a server may break without threads
    gone = _thread_of(trial, own)
    asked = Question(kind.path(own), {"delete_threads": "true"})
    trial.need(trial.ask(trial.operation, asked))
    reading = trial.setting.contract.by_id["get_thread"]
    expect.status(trial, trial.ask(reading, Question({"thread_id": gone})), 404)
    expect.status(trial, trial.ask(reading, Question({"thread_id": kept})), 200)


def _thread_of(trial: Trial, assistant_id: str) -> str:
    thread_id = str(create_thread(trial)["thread_id"])
    run = create_run(trial, thread_id, assistant_id=assistant_id, input={})
    finished(trial, thread_id, run["run_id"])
    read_thread(trial, thread_id)
    return thread_id
