"""`config.configurable` and `context` are alternatives; a run with both is rejected with 400.

Why: A client that sends both has made a mistake and should get an error. The SDKs pass both on, and a
server that uses one of them breaks no known frontend.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import started
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import STARTING


@rule("runs.config_and_context", operations=STARTING, tier=2, level="should")
def config_and_context(trial: Trial) -> None:
    trial.need(started(trial))
    both = started(trial, config={"configurable": {"colour": "red"}}, context={"colour": "red"})
    expect.status(trial, both, 400, 422)
