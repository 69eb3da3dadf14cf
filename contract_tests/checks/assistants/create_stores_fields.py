"""A new assistant has the name, the description and the config of the request.

Why: Users name their agents and configure them in a form. Lost settings have to be typed again, or go
unnoticed until the agent behaves wrongly.
https://github.com/langchain-ai/open-agent-platform/blob/9b2e1fd39c89/apps/web/src/hooks/use-agents.tsx#L93
"""

from contract_tests.actions.assistants import without_defaults
from contract_tests.actions.resources import resource_kind
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

FIELDS: dict[str, Json] = {
    "name": "Ann",
    "description": "Answers.",
    "config": {"tags": ["red"], "recursion_limit": 7},
}


@check("assistants.create.stores_fields", operation="create_assistant", tier=1)
def stores_fields(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    read = kind.read(kind.create(**FIELDS)[kind.key])
    for field, value in FIELDS.items():
        expect.equal(ctx, read, without_defaults(field, read.json.get(field)), value, f"/{field}")
