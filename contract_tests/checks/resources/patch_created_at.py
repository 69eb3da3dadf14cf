"""Patch leaves `created_at` unchanged.

Why: agent-inbox sorts its threads by `created_at`. If a patch changes it, a renamed thread jumps to the
top.
https://github.com/langchain-ai/agent-inbox/blob/f38301b9d0be/src/components/agent-inbox/contexts/ThreadContext.tsx#L291
"""

from contract_tests.actions.resources import resources
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import PATCHING


@rule("resources.patch.created_at", operations=PATCHING, tier=2)
def created_at(trial: Trial) -> None:
    kind = resources(trial)
    own = kind.create()[kind.key]
    before = kind.read(own)
    kind.patch(own, metadata={"colour": "red"})
    after = kind.read(own)
    trial.expect(
        after.json["created_at"] == before.json["created_at"],
        expected="the time from before the patch",
        received="another time",
        exchange=after,
        pointer="/created_at",
    )
