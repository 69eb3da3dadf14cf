"""Making a version the latest restores its `config` and its `context`.

Both have the same content, and runs use both.

Why: `assistants.set_latest` is the way back from a bad prompt. If the configuration is not restored, the bad
prompt stays in use, while the page shows the old one.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L702
"""

from contract_tests.actions.assistants import make_latest
from contract_tests.actions.resources import resources
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.latest.configuration", operation="set_latest_assistant_version", tier=2)
def configuration(trial: Trial) -> None:
    kind = resources(trial)
    own = kind.create(context={"colour": "red"})[kind.key]
    kind.patch(own, context={"colour": "blue"})
    make_latest(trial, own, 1)
    read = kind.read(own)
    configured = read.json["config"].get("configurable")
    expect.same(trial, read, configured, {"colour": "red"}, "/config/configurable")
    expect.same(trial, read, read.json["context"], {"colour": "red"}, "/context")
