"""What runs when a run runs: real graphs of the langgraph library, and the states they leave behind."""

from typing import TYPE_CHECKING

from mockserver.state.world import World

if TYPE_CHECKING:
    from mockserver.graphs.states import States


def states(world: World) -> "States":
    """The way to the states of the world's threads."""
    # langgraph takes half a second to import, and a mock that is asked for no state needs none
    from mockserver.graphs.states import States  # noqa: PLC0415

    return States(world)
