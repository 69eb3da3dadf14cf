"""One session, chosen by the header `X-Mock-Session`: a separate world."""

from datetime import datetime
from typing import TYPE_CHECKING

from mockserver.control.faults import Faults
from mockserver.control.journal import Journal
from mockserver.errors import ApiError
from mockserver.state.clock import Clock
from mockserver.state.world import World

if TYPE_CHECKING:
    from mockserver.control.persistence import Persistence


class Session:
    """A world and everything that belongs to it. Sessions share nothing but compiled graphs."""

    __slots__ = ("created_at", "faults", "id", "journal", "persistence", "requests", "used", "world")

    def __init__(self, session_id: str, world: World, created_at: datetime, used: float) -> None:
        self.id = session_id
        self.world = world
        """The current world; a reset replaces it, and requests in progress keep the old one."""
        self.faults = Faults(world.seed)
        self.journal = Journal()
        self.persistence: Persistence | None = None
        """Writer of the state file; `None` without one. It sets this itself."""
        self.created_at = created_at
        """Time of the wall clock."""
        self.used = used
        """Start of the last request, in seconds on the monotonic clock of `Sessions`."""
        self.requests = 0
        """Number of requests and WebSockets in progress. `SessionChoice` counts them."""

    @property
    def clock(self) -> Clock:
        return self.world.clock

    def assistants(self, owner: str, given: str) -> tuple[str, ...]:
        """Return the id and the graph id of an owner's assistant; nothing if it does not exist."""
        try:
            assistant = self.world.assistants.resolve(owner, given)
        except ApiError:
            return ()
        return assistant.assistant_id, assistant.graph_id

    async def reset(self, *, now: datetime | None = None, frozen: bool = False) -> None:
        """Replace the world by an empty one, stop all runs of the old one, and delete faults and journal.

        Its clock starts at `now`; `None` is the real time, or that of the seed.

        Raises:
            InvalidRequest: the clock can't start at this time.

        """
        clock = self.world.new_clock()
        if now is not None:
            clock.start_at(now)
        if frozen:
            clock.freeze()
        self.faults.clear()
        self.journal.clear()
        await self.replace(self.world.blank(clock))

    async def replace(self, world: World) -> None:
        """Replace the world, and stop all runs of the old one."""
        old, self.world = self.world, world
        old.changes.ignore()
        if self.persistence:
            self.persistence.follow(self)
        await old.close()

    async def close(self) -> None:
        """Stop all runs, and delete the session from the state file."""
        if self.persistence:
            self.persistence.forget(self)
        await self.world.close()
