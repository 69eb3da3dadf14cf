"""Health and version of the server."""

from importlib.metadata import version
from types import MappingProxyType

from mockserver.request_response import Request, Response
from mockserver.state.world import World

FLAGS = MappingProxyType(
    {"assistants": True, "crons": True, "langsmith": False, "langsmith_tracing_replicas": False}
)
"""Features that the reference server reports, and whether the mock has them unless they are disabled."""


async def get_ok(_world: World, _call: Request) -> Response:
    """Return ok. The mock has no dependencies that `check_db` could check."""
    return Response({"ok": True, "services": {}})


async def get_info(world: World, _call: Request) -> Response:
    return Response(
        {
            "version": version("langgraph-contract"),
            "langgraph_py_version": version("langgraph"),
            "flags": {
                name: is_supported and name not in world.disabled for name, is_supported in FLAGS.items()
            },
            "host": {"kind": "mock"},
        }
    )
