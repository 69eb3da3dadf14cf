"""Patch advances `updated_at`.

Why: deep-agents-ui sorts and groups its threads by `updated_at`. If a patch does not advance it, a thread
that was just renamed stays buried among the old ones.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useThreads.ts#L77
"""

from time import sleep

from contract_tests.actions.resources import resources
from contract_tests.actions.threads import time
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import PATCHING

PAUSES = (0.0, 0.1, 1.1)
"""Seconds to wait before each patch, increasing because the resolution of clocks differs."""


@rule("resources.patch.updated_at", operations=PATCHING, tier=2)
def updated_at(trial: Trial) -> None:
    kind = resources(trial)
    own = kind.create()[kind.key]
    before = kind.read(own)
    for pause in PAUSES:
        sleep(pause)
        kind.patch(own, metadata=trial.mark)
        after = kind.read(own)
        if time(after.json, "updated_at") > time(before.json, "updated_at"):
            return
    trial.expect(
        False,
        expected="a later time than before the patch",
        received="no later time",
        exchange=after,
        pointer="/updated_at",
    )
