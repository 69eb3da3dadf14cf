"""Everything that the checks of one run share: the target, the contract and the options."""

from dataclasses import dataclass, field, replace

from contract_tests.client.target import Target
from contract_tests.contract import Contract
from contract_tests.findings.fact_redactor import FactRedactor
from contract_tests.findings.replay import ANY_RUN
from contract_tests.findings.survey import NO_SURVEY, Survey
from contract_tests.harness.graphs import Graphs
from contract_tests.harness.pending_cleanup import Cleanup
from contract_tests.harness.requires_auth import RequiresAuth
from contract_tests.validation.request import Validity
from contract_tests.validation.validator import ValidateExchange, unvalidated

EXAMPLES = 16
"""Default number of generated requests of each kind for an operation."""


@dataclass(frozen=True)
class RunContext:
    target: Target
    contract: Contract
    validate: ValidateExchange
    validity: Validity
    cleanup: Cleanup = field(default_factory=Cleanup)
    seed: int = 0
    run: str = ANY_RUN
    """Twelve digits unique to the run: part of everything it creates, but of no report."""
    is_alone: bool = True
    """False if other processes check the same target at the same time with the same credentials."""
    graphs: Graphs = field(default_factory=Graphs)
    requires_auth: RequiresAuth = field(default_factory=RequiresAuth)
    redactor: FactRedactor = field(default_factory=FactRedactor)
    examples: int = EXAMPLES
    """Number of generated requests per operation, both for the valid and for the invalid ones."""
    rejected_fields: dict[tuple[object, ...], str] = field(default_factory=dict, repr=False, compare=False)
    """Pointers to refused fields that were found before; see `runner/rejected_field.py`."""
    without_webhooks: set[str] = field(default_factory=set, repr=False, compare=False)
    """Ids of operations whose runs were seen to call no webhook."""
    needed: frozenset[str] | None = None
    """Ids of operations without which the chosen client does not work. `None`: those of tier 1."""
    may_lack: frozenset[str] = frozenset()
    """Ids of operations that the target may lack: declared as such, or not used by the chosen client."""
    patience: float = 1.0
    """Factor applied to every polling timeout; lower it for a fast target."""

    @property
    def survey(self) -> Survey:
        """Return the survey, empty if there was none."""
        return self.graphs.survey or NO_SURVEY

    @property
    def graph(self) -> str:
        """Name of the graph of new assistants and threads; its state has `messages` if possible."""
        return self.graphs.any.name

    @property
    def unvalidated(self) -> "RunContext":
        """Run context whose responses are not validated on arrival."""
        return replace(self, validate=unvalidated)
