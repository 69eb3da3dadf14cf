"""A run that is waited for or streamed keeps its metadata, like a background run.

Why: Pages that stream find their runs again by metadata: the message, the user, the experiment.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import list_runs, run_by_operation
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import WAITING_FOR_RUNS


@check("runs.wait_or_stream.metadata", operations=WAITING_FOR_RUNS, tier=2)
def wait_or_stream_metadata(ctx: CheckContext) -> None:
    runs = list_runs(ctx, run_by_operation(ctx, metadata={"shape": "round"}))
    if len(runs.json) != 1:
        raise Blocked("a thread does not list its only run", runs)
    expect.equal(ctx, runs, runs.json[0]["metadata"].get("shape"), "round", "/0/metadata/shape")
