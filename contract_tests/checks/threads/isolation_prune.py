"""Pruning another owner's threads leaves them unchanged, no matter what the response is.

Why: Anyone who guesses, or has once seen, the id of a thread could delete it with `threads.prune`.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L444
"""

from contract_tests.actions.resources import create_thread
from contract_tests.client.operation_request import Question
from contract_tests.harness.expect import offered
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("threads.isolation.prune", operation="prune_threads", tier=3, feature="prune", identities=2)
def prune(trial: Trial) -> None:
    own, foreign = create_thread(trial)["thread_id"], create_thread(trial, other=True)["thread_id"]
    offered(trial, trial.call("prune_threads", body={"thread_ids": [own]}))
    get_thread = trial.setting.contract.by_id["get_thread"]
    trial.need(trial.ask(get_thread, Question({"thread_id": foreign}), owner="other"))
    pruned = trial.call("prune_threads", body={"thread_ids": [foreign]})
    read = trial.ask(get_thread, Question({"thread_id": foreign}), owner="other")
    trial.expect(
        read.ok,
        expected="the thread to stay",
        received=f"its owner's get returns {read.summary}",
        exchange=pruned,
    )
