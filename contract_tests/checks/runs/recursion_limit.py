"""A run that takes more steps than `config.recursion_limit` fails.

Why: The limit ends an agent that calls tools in circles. If it is ignored, a loop runs until somebody
notices the bill.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import SEVERAL, TOOL, finish, read_run, succeed
from contract_tests.actions.threads import read_all
from contract_tests.findings.finding import NotTestable
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.recursion_limit", operation="create_thread_run", tier=2)
def recursion_limit(trial: Trial) -> None:
    history = read_all(trial, succeed(trial, input=TOOL)["thread_id"])
    if len(history.json) < SEVERAL:
        raise NotTestable("the graph has only one step (--assistant)", history)
    run = read_run(trial, finish(trial, input=TOOL, config={"recursion_limit": 1}))
    expect.same(trial, run, run.json["status"], "error", "/status")
