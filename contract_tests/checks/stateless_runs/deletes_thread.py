"""A stateless run leaves no thread behind, unless `on_completion` is `keep`.

Why: Services start thousands of stateless runs a day. If each leaves a thread, the list of conversations
fills with threads that no user has started.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.runs import asking, threads_of
from contract_tests.findings.finding import NotTestable
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import STARTING_ALONE


@rule("stateless_runs.deletes_thread", operations=STARTING_ALONE, tier=2)
def deletes_thread(trial: Trial) -> None:
    kept = asking(trial, on_completion="keep", metadata={"colour": "red"})
    trial.need(trial.call(trial.operation.id, body=kept))
    found = eventually(trial, lambda: threads_of(trial, "red"), lambda it: bool(it.json))
    if not found.json:
        raise NotTestable("a run's thread is not found by the run's metadata when it is kept", found)
    others = threads_of(trial, "blue")
    if others.json:
        raise NotTestable("a search by metadata also finds others", others)
    asked = trial.need(trial.call(trial.operation.id, body=asking(trial, metadata={"colour": "blue"})))
    left = eventually(trial, lambda: threads_of(trial, "blue"), lambda it: not it.json)
    expect.same(trial, asked, len(left.json), 0)
