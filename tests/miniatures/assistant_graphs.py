"""Miniatures that describe the graph of an assistant wrongly."""

from miniatures.http_messages import Request, Response, refusing
from miniatures.miniature import Mock, wrong

SCHEMAS = {"input_schema": None, "output_schema": None, "state_schema": None}


@wrong("assistants.graph.edges", "get_assistant_graph")
async def the_last_node_is_left_out(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_fields(nodes=response.json["nodes"][:-1]) if response.ok else response


@wrong("assistants.graph.name", "get_assistant_graph")
async def only_ids_are_known(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response if "-" in request.path else refusing(404)


@wrong("assistants.graph.xray", "get_assistant_graph")
async def any_depth_will_do(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    is_rejected = response.status == 422 and "xray" in request.query
    return await mock(request.to("GET", request.path)) if is_rejected else response


@wrong("assistants.schemas.graph_id", "get_assistant_schemas")
async def schemas_name_another_graph(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(graph_id="another")


@wrong("assistants.schemas.state", "get_assistant_schemas")
async def the_schema_of_the_state_is_empty(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(state_schema={"type": "object"})


@wrong("assistants.subgraphs.recurse", "get_assistant_subgraphs")
async def recursion_leaves_out_the_first_level(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_fields(child=SCHEMAS) if "recurse" not in request.query else response


@wrong("assistants.subgraphs.namespace", "get_assistant_subgraphs_in_namespace")
async def any_namespace_has_a_subgraph(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(child=SCHEMAS)
