"""Whether the server lives, and what it is."""

from importlib.metadata import version
from types import MappingProxyType

from mockserver.call import Answer, Call
from mockserver.state.world import World

FLAGS = MappingProxyType(
    {"assistants": True, "crons": True, "langsmith": False, "langsmith_tracing_replicas": False}
)
"""Features that the reference server tells of, and whether the mock has them if nobody disables them."""


async def get_ok(_world: World, _call: Call) -> Answer:
    """The mock depends on nothing, so `check_db` has nothing to find."""
    return Answer({"ok": True, "services": {}})


async def get_info(world: World, _call: Call) -> Answer:
    return Answer(
        {
            "version": version("langgraph-contract"),
            "langgraph_py_version": version("langgraph"),
            "flags": {name: there and name not in world.disabled for name, there in FLAGS.items()},
            "host": {"kind": "mock"},
        }
    )
