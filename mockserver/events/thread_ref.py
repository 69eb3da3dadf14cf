"""The thread that a client is connected to."""

from dataclasses import dataclass

from mockserver.state.world import World


@dataclass(frozen=True, slots=True)
class Where:
    """It need not be there yet: a run makes it."""

    world: World
    owner: str
    thread_id: str
