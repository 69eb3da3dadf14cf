"""An assistant keeps `context` and `config.configurable` unchanged, with JSON values of any type.

Why: The settings of an agent are prompts, numbers, lists and switches of any kind. If an empty prompt or a
`false` comes back changed, the agent runs with other settings than the user has saved.
https://github.com/langchain-ai/open-agent-platform/blob/9b2e1fd39c89/apps/web/src/hooks/use-agents.tsx#L133
"""

from collections.abc import Mapping

from contract_tests.actions.json_values import expect_kept
from contract_tests.actions.resources import resource_kind
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.configuration.json_values", operations=("create_assistant", "update_assistant"), tier=2)
def json_values(ctx: CheckContext) -> None:
    expect_kept(ctx, lambda values: _kept(ctx, {"context": _unique(ctx, values)}), "/context")
    expect_kept(
        ctx,
        lambda values: _kept(ctx, {"config": {"configurable": _unique(ctx, values)}}),
        "/config/configurable",
    )


def _unique(ctx: CheckContext, values: Mapping[str, Json]) -> Mapping[str, Json]:
    """Return the values with an id, since some servers refuse two identical assistants."""
    return {**values, "id": ctx.new_id()}


def _kept(ctx: CheckContext, configuration: Mapping[str, Json]) -> tuple[Exchange, Json]:
    kind = resource_kind(ctx)
    if ctx.operation.id == "create_assistant":
        own = kind.create(**configuration)[kind.key]
    else:
        own = kind.create()[kind.key]
        kind.patch(own, **configuration)
    read = kind.read(own)
    return read, read.json["context"] if "context" in configuration else read.json["config"].get(
        "configurable"
    )
