"""A run contains its input in `kwargs`.

Why: Tools that show or repeat a run read its input from `kwargs`. No chat frontend does.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L906
"""

from contract_tests.actions.runs import pending, read_run, said
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.create.input", operation="create_thread_run", tier=2, level="should")
def create_input(trial: Trial) -> None:
    run = read_run(trial, pending(trial, input=said("m1")))
    expect.same(trial, run, run.json["kwargs"].get("input"), said("m1"), "/kwargs/input")
