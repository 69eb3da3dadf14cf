"""Deleting an assistant deletes its versions: a new assistant with the same id starts at version 1.

Why: Clients choose the ids of assistants, and use them again. Otherwise, old versions with deleted prompts
and keys could be made the latest.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L656
"""

from contract_tests.actions.assistants import read_versions, with_graph_name
from contract_tests.actions.resources import resource_kind
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.delete.versions", operation="delete_assistant", tier=2)
def versions(ctx: CheckContext) -> None:
    kind, own = resource_kind(ctx), with_graph_name(ctx, "one", "two")
    kind.delete(own)
    again: dict[str, Json] = {kind.key: own}
    kind.create(**again)
    listed = read_versions(ctx, own)
    expect.equal(ctx, listed, [version["version"] for version in listed.json], [1])
