"""A patch leaves `created_at` unchanged.

Why: agent-inbox sorts its threads by `created_at`. If a patch changes it, a renamed thread jumps to the
top.
https://github.com/langchain-ai/agent-inbox/blob/f38301b9d0be/src/components/agent-inbox/contexts/ThreadContext.tsx#L291
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.actions.threads import instant
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import PATCHING


@check("resources.patch.created_at", operations=PATCHING, tier=2)
def created_at(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    own = kind.create()[kind.key]
    before = kind.read(own)
    kind.patch(own, metadata={"colour": "red"})
    after = kind.read(own)
    is_later = instant(after.json, "created_at") > instant(before.json, "created_at")
    ctx.expect(
        expect.is_same(after.json["created_at"], before.json["created_at"]),
        expected="the time from before the patch",
        received="a later time" if is_later else expect.shown(after.json["created_at"]),
        exchange=after,
        pointer="/created_at",
    )
