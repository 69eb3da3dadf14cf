"""Structure of an assistant's graph: drawing, schemas, subgraphs."""

from mockserver.call import Answer, Call
from mockserver.graphs import structures
from mockserver.state.assistants import Assistant
from mockserver.state.world import World


async def get_assistant_graph(world: World, call: Call) -> Answer:
    """Return the drawing. No other operation on assistants also accepts a graph's name."""
    assistant = world.assistants.resolve(call.owner, call.path["assistant_id"], "assistant_id")
    return Answer(await structures(world, call.owner).drawing(assistant, xray=call.query.get("xray", False)))


async def get_assistant_schemas(world: World, call: Call) -> Answer:
    return Answer(await structures(world, call.owner).schemas(_assistant(world, call)))


async def get_assistant_subgraphs(world: World, call: Call) -> Answer:
    recurse = call.query.get("recurse", False)
    return Answer(await structures(world, call.owner).subgraphs(_assistant(world, call), recurse=recurse))


async def get_assistant_subgraphs_in_namespace(world: World, call: Call) -> Answer:
    words = {"namespace": call.path["namespace"], "recurse": call.query.get("recurse", False)}
    return Answer(await structures(world, call.owner).subgraphs(_assistant(world, call), **words))


def _assistant(world: World, call: Call) -> Assistant:
    return world.assistants.get(call.owner, call.path["assistant_id"])
