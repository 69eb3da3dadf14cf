"""Every patch creates a version, even an empty one.

Why: Versions are the history of an assistant's prompts. A change without a version can't be undone.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L656
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.patch.version", operation="update_assistant", tier=2)
def version(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    own = kind.create()[kind.key]
    bodies: list[dict[str, Json]] = [{"name": "Bob"}, {}, {"name": "Bob"}]
    for number, body in enumerate(bodies, 2):
        kind.patch(own, **body)
        read = kind.read(own)
        expect.equal(ctx, read, read.json["version"], number, "/version")
