"""A run keeps the metadata that it is created with.

Why: Clients tag runs with a user or a request id to find them again in lists and traces. Lost metadata
cannot be added later.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import pending, read_run
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.create.metadata", operation="create_thread_run", tier=2)
def create_metadata(trial: Trial) -> None:
    run = read_run(trial, pending(trial, metadata={"colour": "red"}))
    expect.same(trial, run, run.json["metadata"].get("colour"), "red", "/metadata/colour")
