"""A patch replaces the name, description and config that it contains, and leaves the others unchanged.

Why: open-agent-platform saves a form with the fields that it knows. If omitted fields are reset, each save
loses what other tools have set.
https://github.com/langchain-ai/open-agent-platform/blob/9b2e1fd39c89/apps/web/src/hooks/use-agents.tsx#L133
"""

from contract_tests.actions.assistants import without_defaults
from contract_tests.actions.resources import resource_kind
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

BEFORE: dict[str, Json] = {
    "name": "Ann",
    "description": "Answers.",
    "config": {"tags": ["red"], "recursion_limit": 7},
}
CHANGES: dict[str, Json] = {"name": "Bob", "description": "Asks.", "config": {"tags": ["blue"]}}


@check("assistants.patch.replaces_fields", operation="update_assistant", tier=2)
def replaces_fields(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    for field, value in CHANGES.items():
        own = kind.create(**BEFORE)[kind.key]
        before = {name: without_defaults(name, kind.read(own).json.get(name)) for name in BEFORE}
        kind.patch(own, **{field: value})
        read = kind.read(own)
        for name, kept in {**before, field: value}.items():
            expect.equal(ctx, read, without_defaults(name, read.json.get(name)), kept, f"/{name}")
