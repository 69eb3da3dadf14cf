"""A mutant: the mock with one generated defect in the responses of one operation."""

from collections.abc import Callable
from dataclasses import dataclass

from miniatures.http_messages import Response
from miniatures.miniature import Alter, Miniature, Mock

SHOWN = "shown"
"""Key in the mock's memory, set once a response has shown the defect."""


@dataclass(frozen=True)
class Mutant:
    kind: str
    operation: str
    what: str
    """The defective part: a place in a response, a status, an event, or a request field."""
    alter: Alter
    needs_a_difference: bool = True
    """`True` if a mutant that no response shows is reported as never shown, `False` if as missed."""

    is_shown_by: Callable[[str], bool] | None = None
    """For a WebSocket: whether a frame that the check sends can show the defect. `None` for HTTP."""

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.operation} {self.what}"

    @property
    def server(self) -> Miniature:
        return Miniature("", self.operation, self.alter, frozenset({self.operation}))


def shown(mock: Mock, response: Response) -> Response:
    """Record that the defect was shown, and return the response."""
    mock.memory[SHOWN] = True
    return response
