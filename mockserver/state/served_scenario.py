"""A scenario of a world, with its graph and the counts of its failures."""

from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockserver.scenarios import Scenario


class ServedScenario:
    def __init__(
        self, scenario: "Scenario", counts: MutableMapping[Any, int], *, is_lasting: bool = False
    ) -> None:
        """Serve a scenario. `counts` are those of its failures."""
        from mockserver.scenarios import Attempts  # noqa: PLC0415 - mocks without scenarios do not need it

        self.scenario = scenario
        self.attempts = Attempts(counts)
        self.is_lasting = is_lasting
        """True if it comes from a file, so that a reset keeps it."""
        self._graph: Any = None

    def graph(self, pace: float) -> Any:
        """Return the graph, compiled once. `pace` is the seconds per word."""
        from mockserver.scenarios import compiled  # noqa: PLC0415 - see above

        if self._graph is None:
            self._graph = compiled(self.scenario, pace=pace, attempts=self.attempts)
        return self._graph
