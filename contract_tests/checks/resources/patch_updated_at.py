"""A patch advances `updated_at`.

Why: deep-agents-ui sorts and groups its threads by `updated_at`. If a patch does not advance it, a thread
that was just renamed stays buried among the old ones.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useThreads.ts#L77
"""

from time import sleep

from contract_tests.actions.resources import resource_kind
from contract_tests.actions.threads import instant
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import PATCHING

PAUSES = (0.0, 0.1, 1.1)
"""Seconds to wait before each patch, increasing because the resolution of clocks differs."""


@check("resources.patch.updated_at", operations=PATCHING, tier=2)
def updated_at(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    own = kind.create()[kind.key]
    before = kind.read(own)
    for pause in PAUSES:
        sleep(pause)
        kind.patch(own, metadata=ctx.mark)
        after = kind.read(own)
        if instant(after.json, "updated_at") > instant(before.json, "updated_at"):
            return
    ctx.expect(
        False,
        expected="a later time than before the patch",
        received=expect.not_later(instant(after.json, "updated_at"), instant(before.json, "updated_at")),
        exchange=after,
        pointer="/updated_at",
    )
