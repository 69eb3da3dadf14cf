"""Making a version the latest restores its `config` and its `context`.

Both are as they were when the version was created.

Why: `assistants.set_latest` is the way back from a bad prompt. If the configuration is not restored, the bad
prompt stays in use, while the page shows the old one.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L702
"""

from contract_tests.actions.assistants import set_latest
from contract_tests.actions.resources import resource_kind
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.latest.configuration", operation="set_latest_assistant_version", tier=2)
def configuration(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    own = kind.create(context={"colour": "red"})[kind.key]
    mirrored = kind.read(own).json["config"].get("configurable")
    kind.patch(own, context={"colour": "blue"})
    set_latest(ctx, own, 1)
    read = kind.read(own)
    expect.equal(ctx, read, read.json["context"], {"colour": "red"}, "/context")
    configured = read.json["config"].get("configurable")
    expect.equal(ctx, read, configured, mirrored, "/config/configurable")
