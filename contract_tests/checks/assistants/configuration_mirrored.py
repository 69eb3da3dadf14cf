"""`context` and `config.configurable` have the same content, no matter which one the client sets.

Older clients read `config.configurable`, newer ones `context`.

Why: open-agent-platform edits `config.configurable`, newer clients `context`. If only one of them is updated,
runs do not use the settings that a user has saved.
https://github.com/langchain-ai/open-agent-platform/blob/9b2e1fd39c89/apps/web/src/hooks/use-agents.tsx#L133
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.configuration.mirrored", operations=("create_assistant", "update_assistant"), tier=2)
def mirrored(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    # Some servers refuse two identical assistants.
    as_context, as_config = ({"by": [ctx.operation.id, each]} for each in (1, 2))
    for expected, configuration in (
        (as_context, {"context": as_context}),
        (as_config, {"config": {"configurable": as_config}}),
    ):
        if ctx.operation.id == "create_assistant":
            own = kind.create(**configuration)[kind.key]
        else:
            own = kind.create(context={"colour": "blue"})[kind.key]
            kind.patch(own, **configuration)
        read = kind.read(own)
        expect.equal(ctx, read, read.json["context"], expected, "/context")
        expect.equal(ctx, read, read.json["config"].get("configurable"), expected, "/config/configurable")
