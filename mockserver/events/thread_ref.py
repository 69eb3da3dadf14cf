"""Reference to the thread that a client is connected to."""

from dataclasses import dataclass

from mockserver.state.world import World


@dataclass(frozen=True, slots=True)
class ThreadRef:
    """A thread that may not exist yet: its first run creates it."""

    world: World
    owner: str
    thread_id: str
