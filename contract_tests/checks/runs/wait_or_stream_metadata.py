"""A run that is waited for or streamed keeps its metadata, like a background run.

Why: Pages that stream find their runs again by metadata: the message, the user, the experiment.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import carried_out, list_runs
from contract_tests.findings.finding import NotTestable
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import SEEING_RUNS


@rule("runs.wait_or_stream.metadata", operations=SEEING_RUNS, tier=2)
def wait_or_stream_metadata(trial: Trial) -> None:
    runs = list_runs(trial, carried_out(trial, metadata={"shape": "round"}))
    if len(runs.json) != 1:
        raise NotTestable("a thread does not list its only run", runs)
    expect.same(trial, runs, runs.json[0]["metadata"].get("shape"), "round", "/0/metadata/shape")
