"""An assistant keeps `context` and `config.configurable` unchanged, with JSON values of any type.

Why: The settings of an agent are prompts, numbers, lists and switches of any kind. If an empty prompt or a
`false` comes back changed, the agent runs with other settings than the user has saved.
https://github.com/langchain-ai/open-agent-platform/blob/9b2e1fd39c89/apps/web/src/hooks/use-agents.tsx#L133
"""

from contract_tests.actions.json_values import expect_kept, json_object
from contract_tests.actions.resources import resource_kind
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.configuration.json_values", operations=("create_assistant", "update_assistant"), tier=2)
def json_values(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    # Some servers refuse two identical assistants.
    as_context, as_config = (
        {**json_object(), "by": [ctx.operation.id, each]} for each in ("context", "config")
    )
    for name, configuration in (
        ("context", {"context": as_context}),
        ("config/configurable", {"config": {"configurable": as_config}}),
    ):
        if ctx.operation.id == "create_assistant":
            own = kind.create(**configuration)[kind.key]
        else:
            own = kind.create()[kind.key]
            kind.patch(own, **configuration)
        read = kind.read(own)
        found = read.json["context"] if name == "context" else read.json["config"].get("configurable")
        expect_kept(ctx, read, found, f"/{name}")
