"""Miniatures that describe the graph of an assistant wrongly."""

from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked, refusing

SCHEMAS = {"input_schema": None, "output_schema": None, "state_schema": None}


@wrong("assistants.graph.edges", "get_assistant_graph")
async def the_last_node_is_left_out(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.with_fields(nodes=answer.json["nodes"][:-1]) if answer.ok else answer


@wrong("assistants.graph.name", "get_assistant_graph")
async def only_ids_are_known(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer if "-" in asked.path else refusing(404)


@wrong("assistants.graph.xray", "get_assistant_graph")
async def any_depth_will_do(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    refused = answer.status == 422 and "xray" in asked.query
    return await mock(asked.to("GET", asked.path)) if refused else answer


@wrong("assistants.schemas.graph_id", "get_assistant_schemas")
async def schemas_name_another_graph(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(graph_id="another")


@wrong("assistants.schemas.state", "get_assistant_schemas")
async def the_schema_of_the_state_is_empty(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(state_schema={"type": "object"})


@wrong("assistants.subgraphs.recurse", "get_assistant_subgraphs")
async def recursion_leaves_out_the_first_level(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.with_fields(child=SCHEMAS) if "recurse" not in asked.query else answer


@wrong("assistants.subgraphs.namespace", "get_assistant_subgraphs_in_namespace")
async def any_namespace_has_a_subgraph(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(child=SCHEMAS)
