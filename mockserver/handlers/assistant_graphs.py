"""Structure of an assistant's graph: drawing, schemas, subgraphs."""

from mockserver.graphs import structures
from mockserver.request_response import Request, Response
from mockserver.state.assistants import Assistant
from mockserver.state.world import World


async def get_assistant_graph(world: World, request: Request) -> Response:
    """Return the drawing. No other operation on assistants also accepts a graph's name."""
    assistant = world.assistants.resolve(request.owner, request.path["assistant_id"], "assistant_id")
    return Response(
        await structures(world, request.owner).drawing(assistant, xray=request.query.get("xray", False))
    )


async def get_assistant_schemas(world: World, request: Request) -> Response:
    return Response(await structures(world, request.owner).schemas(_assistant(world, request)))


async def get_assistant_subgraphs(world: World, request: Request) -> Response:
    recurse = request.query.get("recurse", False)
    return Response(
        await structures(world, request.owner).subgraphs(_assistant(world, request), recurse=recurse)
    )


async def get_assistant_subgraphs_in_namespace(world: World, request: Request) -> Response:
    kwargs = {"namespace": request.path["namespace"], "recurse": request.query.get("recurse", False)}
    return Response(await structures(world, request.owner).subgraphs(_assistant(world, request), **kwargs))


def _assistant(world: World, request: Request) -> Assistant:
    return world.assistants.get(request.owner, request.path["assistant_id"])
