"""Making a version the latest restores its name, its metadata and its version number.

Why: Frontends show the response of `set_latest` as the assistant. If name, metadata or number are those of
another version, users don't know which one is in use.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L702
"""

from contract_tests.actions.assistants import set_latest, with_graph_name
from contract_tests.actions.resources import resource_kind
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.latest.name_and_metadata", operation="set_latest_assistant_version", tier=2)
def name_and_metadata(ctx: CheckContext) -> None:
    own = with_graph_name(ctx, "one", "two")
    set_latest(ctx, own, 1)
    read = resource_kind(ctx).read(own)
    expect.equal(ctx, read, read.json["version"], 1, "/version")
    expect.equal(ctx, read, read.json["name"], "one", "/name")
    expect.equal(ctx, read, read.json["metadata"].get("number"), "one", "/metadata/number")
