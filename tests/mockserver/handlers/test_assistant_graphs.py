"""The graph of an assistant: its drawing, its subgraphs, its schemas."""

from dataclasses import dataclass
from typing import Annotated

import pytest
from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from mockserver.errors import InvalidRequest
from mockserver.state.assistants import system_id
from mockserver.state.world import World

SCHEMAS = {"input_schema", "output_schema", "state_schema", "config_schema", "context_schema"}


class Opaque:
    """A type without a JSON schema."""


@dataclass
class Context:
    language: str = "en"
    thread_id: str = ""


class Given(TypedDict):
    question: str


class State(TypedDict):
    question: str
    answer: Annotated[str, "kept"]


class Strange(TypedDict):
    question: str
    opaque: Opaque


def step(_state):
    return {}


def chain(state, name, steps, **kwargs):
    graph = StateGraph(state, **kwargs)
    for before, (node, does) in zip([START, *steps], steps.items(), strict=False):
        graph.add_node(node, does).add_edge(before, node)
    return graph.add_edge(list(steps)[-1], END).compile(name=name)


@pytest.fixture
def client(client_class):
    leaf = chain(State, "leaf", {"deep": step})
    middle = chain(State, "middle", {"leaf": leaf})
    outer = chain(
        State, "outer", {"middle": middle, "last": step}, input_schema=Given, context_schema=Context
    )
    strange = chain(Strange, "strange", {"only": step})
    return client_class(World(seed=1, graphs={"outer": outer, "strange": strange}))


def read(client, operation_id, graph_id="outer", **query):
    return client.json(operation_id, assistant_id=system_id(graph_id), query=query)


def nodes(drawing):
    return [node["id"] for node in drawing["nodes"]]


def test_a_graph_has_nodes_and_edges(client):
    drawing = read(client, "get_assistant_graph")
    assert nodes(drawing) == ["__start__", "middle", "last", "__end__"]
    assert drawing["edges"] == [
        {"source": "__start__", "target": "middle"},
        {"source": "middle", "target": "last"},
        {"source": "last", "target": "__end__"},
    ]
    assert drawing["nodes"][1] == {"id": "middle", "type": "runnable", "data": {"name": "middle"}}


@pytest.mark.parametrize(
    ("xray", "inside"), [(1, "middle:leaf"), (2, "middle:leaf:deep"), (True, "middle:leaf:deep")]
)
def test_xray_draws_subgraphs_down_to_its_depth(client, xray, inside):
    drawing = read(client, "get_assistant_graph", xray=xray)
    assert sorted(nodes(drawing)) == sorted(["__start__", "last", "__end__", inside])


def test_a_graph_is_found_by_its_name_too(client):
    by_name = client.json("get_assistant_graph", assistant_id="outer")
    assert by_name == read(client, "get_assistant_graph")
    with pytest.raises(InvalidRequest, match=r"^assistant_id: 'nobody'"):
        client("get_assistant_graph", assistant_id="nobody")


def test_subgraphs_are_listed_by_namespace(client):
    [(namespace, schemas)] = read(client, "get_assistant_subgraphs").items()
    assert namespace == "middle"
    assert set(schemas) == SCHEMAS
    assert set(read(client, "get_assistant_subgraphs", recurse=True)) == {"middle", "middle|leaf"}
    assert read(client, "get_assistant_subgraphs", "strange") == {}


@pytest.mark.parametrize(
    ("namespace", "recurse", "expected"),
    [
        ("middle", False, {"middle"}),
        ("middle|leaf", False, set()),
        ("middle|leaf", True, {"middle|leaf"}),
        ("nobody", True, set()),
    ],
)
def test_a_namespace_chooses_a_subgraph(client, namespace, recurse, expected):
    response = client.json(
        "get_assistant_subgraphs_in_namespace",
        assistant_id=system_id("outer"),
        namespace=namespace,
        query={"recurse": recurse},
    )
    assert set(response) == expected
    every = read(client, "get_assistant_subgraphs", recurse=True)
    assert all(schemas == every[place] for place, schemas in response.items())


def test_schemas_describe_input_output_and_state(client):
    schemas = read(client, "get_assistant_schemas")
    assert set(schemas) == SCHEMAS | {"graph_id"}
    assert schemas["graph_id"] == "outer"
    assert set(schemas["input_schema"]["properties"]) == {"question"}
    assert set(schemas["output_schema"]["properties"]) == {"question", "answer"}
    assert set(schemas["state_schema"]["properties"]) == {"question", "answer"}
    assert schemas["state_schema"]["properties"]["answer"]["type"] == "string"


def test_thread_id_is_in_the_context_schema_only(client):
    schemas = read(client, "get_assistant_schemas")
    assert set(schemas["context_schema"]["properties"]) == {"language", "thread_id"}
    assert set(schemas["config_schema"]["properties"]) == {"language"}


def test_a_graph_without_context_has_no_context_schema(client):
    schemas = read(client, "get_assistant_schemas", "strange")
    assert (schemas["config_schema"], schemas["context_schema"]) == ({}, None)


def test_a_missing_schema_does_not_hide_the_others(client):
    schemas = read(client, "get_assistant_schemas", "strange")
    assert schemas["input_schema"] is None
    assert schemas["state_schema"]["properties"]["question"]["type"] == "string"
    assert "type" not in schemas["state_schema"]["properties"]["opaque"]


def test_the_chat_graph_takes_messages(client):
    schemas = read(client, "get_assistant_schemas", "agent")
    assert "messages" in schemas["input_schema"]["properties"]
