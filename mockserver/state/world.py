"""All the mock's state. One per app: two apps in one process share nothing."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mockserver.state.checkpoints import Checkpoints
from mockserver.state.clock import Clock
from mockserver.state.ids import Ids
from mockserver.state.threads import Threads

if TYPE_CHECKING:  # it takes half a second to import
    from langgraph.pregel import Pregel


class World:
    def __init__(
        self,
        *,
        seed: int | None = None,
        graphs: Mapping[str, "Pregel[Any, Any, Any, Any]"] | None = None,
        clock: Clock | None = None,
    ) -> None:
        """With a seed, the same requests get the same bytes; `graphs` come beside those built in."""
        self.clock = clock or (Clock.wall() if seed is None else Clock.logical())
        self.ids = Ids(seed)
        self.graphs = dict(graphs or {})
        self.checkpoints = Checkpoints(self.clock, self.ids, seeded=seed is not None)
        self.threads = Threads(self.clock, self.ids, self.checkpoints)
