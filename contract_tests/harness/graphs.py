"""Graphs of the target that checks run, by the survey."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from contract_tests.findings.finding import Skipped
from contract_tests.findings.survey import NO_SURVEY, GraphFacts, Role, Survey

DEFAULT: Mapping[Role, str] = {"assistant": "agent", "hitl": "hitl", "failing": "failing", "slow": "slow"}
"""Default name of the graph for each role."""

GREETING = "hello"

GREETING_INPUT = {"messages": [{"type": "human", "content": GREETING}]}
"""Input for a graph that keeps messages."""

NEED: Mapping[Role, str] = {
    "assistant": "keeps `messages` in its state",
    "hitl": "waits for human input",
    "failing": "fails",
    "slow": "takes some seconds",
}


@dataclass(frozen=True)
class Graphs:
    named: Mapping[Role, str] = field(default_factory=dict)
    """Graph names or assistant ids from the options."""
    survey: Survey | None = None
    """Survey of the target. `None` means that every graph exists under its name."""

    def name(self, role: Role) -> str:
        """Return the name of the graph for a role."""
        facts = self._facts(role)
        return facts.name if facts else self.named.get(role) or DEFAULT[role]

    def assistant_id(self, role: Role, *, other: bool = False) -> str:
        """Return what a run accepts as `assistant_id` for the graph of a role; `other` for the second owner.

        Raises:
            Skipped: the target has no such graph.

        """
        name = self.existing_name(role)
        facts = self._facts(role)
        return facts.id_for(other=other) if facts else name

    def existing_name(self, role: Role) -> str:
        """Return the name of the graph for a role. Raises: Skipped, if the target has no such graph."""
        # If nothing could be run, the refusal of the usual name is a finding; the other graphs are optional.
        is_optional = role != "assistant" and role not in self.named
        survey = self.survey or NO_SURVEY
        is_known = bool(survey.graphs or (is_optional and survey.operations))
        if is_known and self._facts(role) is None:
            raise Skipped(f"no graph of the target {NEED[role]} (--{role})")
        return self.name(role)

    @property
    def any(self) -> GraphFacts:
        """Graph for requests that need nothing special: one that keeps messages, or the first that works."""
        known = self.survey.graphs if self.survey else ()
        works = (each for each in known if not each.fails and not each.asks)
        name = self.name("assistant")
        unknown = GraphFacts(name, name, input=GREETING_INPUT)
        return self._facts("assistant") or next(iter((*works, *known)), unknown)

    def _facts(self, role: Role) -> GraphFacts | None:
        return self.survey.roles.get(role) if self.survey else None
