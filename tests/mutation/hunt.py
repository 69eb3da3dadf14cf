"""The hunt for a mutant: run the checks that can see its defect until one catches it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from miniatures.stage import Stage, stage

from contract_tests.client.target import Unreachable
from contract_tests.findings.finding import Verdict
from mockserver.settings import Settings
from mutation.mutant import Mutant
from mutation.mutants import mutants
from mutation.rehearsal import Rehearsal

End = Literal["caught", "missed", "never shown"]

SETTINGS = Settings(auth="required")
"""Settings of the mock. Credentials are required, because the 401 response has a shape to break, too."""


@dataclass(frozen=True)
class Hunted:
    """The result for a mutant. It can be sent between processes."""

    kind: str
    operation: str
    what: str
    end: End
    by: str = ""
    """Id of the check that caught it. Empty if none did."""

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.operation} {self.what}"


SILENCE = "no answer"
"""Name in place of a check if the run was aborted because the target became unreachable."""


class Faulty(Exception):
    """An internal error of a check on a mutant."""


@dataclass(frozen=True)
class Hunter:
    stage: Stage
    rehearsal: Rehearsal
    mutants: tuple[Mutant, ...]

    def hunt(self, mutant: Mutant) -> Hunted:
        end, by = self._end(mutant)
        return Hunted(mutant.kind, mutant.operation, mutant.what, end, by)

    def _end(self, mutant: Mutant) -> tuple[End, str]:
        is_shown = not mutant.needs_a_difference
        for check in self.rehearsal.affected(mutant):
            is_shown = True
            try:
                with self.stage.run_context(mutant.server, allow_webhooks=True) as run_context:
                    outcome = check.run(run_context)
            except Unreachable:
                return "caught", SILENCE
            if outcome.verdict == Verdict.ERROR:
                raise Faulty(f"{mutant.name}: {outcome.reason}")
            if outcome.findings:
                return "caught", outcome.findings[0].check
        return ("missed" if is_shown else "never shown"), ""


@contextmanager
def hunter() -> Iterator[Hunter]:
    with stage(SETTINGS) as on_stage:
        yield Hunter(on_stage, Rehearsal(on_stage), mutants(on_stage.contract))
