"""A patch after going back to an earlier version creates a version with an unused number.

Why: Versions are identified by their number. If a number is used twice, `set_latest` is ambiguous, and one
version can't be reached.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L656
"""

from contract_tests.actions.assistants import set_latest, with_graph_name
from contract_tests.actions.resources import resource_kind
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.latest.next_version", operation="set_latest_assistant_version", tier=2)
def next_version(ctx: CheckContext) -> None:
    own = with_graph_name(ctx, "one", "two")
    set_latest(ctx, own, 1)
    resource_kind(ctx).patch(own, description="changed")
    read = resource_kind(ctx).read(own)
    expect.equal(ctx, read, read.json["version"], 3, "/version")
    expect.equal(ctx, read, read.json["name"], "one", "/name")
