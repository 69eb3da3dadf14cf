"""A mutant: the mock with one generated defect in the answers of one operation."""

from dataclasses import dataclass

from miniatures.miniature import Alter, Miniature, Mock
from miniatures.words import Answered

SHOWN = "shown"
"""In a mock's memory: the defect was to be seen in an answer."""


@dataclass(frozen=True)
class Mutant:
    kind: str
    operation: str
    what: str
    """What is defective: a place in an answer, a status, an event, a field of the request."""
    alter: Alter
    needs_a_difference: bool = True
    """Whether it is the mock as long as no answer shows the defect. Else, that none shows it is our fault."""

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.operation} {self.what}"

    @property
    def server(self) -> Miniature:
        return Miniature("", self.operation, self.alter, frozenset({self.operation}))


def shown(mock: Mock, answered: Answered) -> Answered:
    """An answer with the defect in it."""
    mock.memory[SHOWN] = True
    return answered
