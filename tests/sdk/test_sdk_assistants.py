"""Tests of `client.assistants`."""

from uuid import uuid4

import pytest
from langgraph_sdk.errors import ConflictError, NotFoundError

BUILT_IN = {"agent", "hitl", "failing", "slow", "nested"}


@pytest.fixture
def assistant(client):
    """Create an assistant for the test, and delete it afterwards."""
    created = client.assistants.create(
        "agent", name=f"Ann {uuid4()}", metadata={"tag": str(uuid4()), "kept": 1}
    )
    yield created
    client.assistants.delete(created["assistant_id"])


def test_each_graph_has_an_assistant_of_the_system(client):
    for graph in BUILT_IN:
        assistants = client.assistants.search(graph_id=graph, metadata={"created_by": "system"})
        assert [assistant["graph_id"] for assistant in assistants] == [graph]
        assert client.assistants.get(assistants[0]["assistant_id"]) == assistants[0]


def test_an_assistant_has_the_fields_it_was_created_with(client):
    assistant_id = str(uuid4())
    created = client.assistants.create(
        "agent",
        {"configurable": {"model": "small"}},
        metadata={"a": 1},
        assistant_id=assistant_id,
        name="Ann",
        description="Knows much",
    )
    assert created["assistant_id"] == assistant_id
    assert created["graph_id"] == "agent"
    assert created["config"]["configurable"] == {"model": "small"}
    assert created["context"] == {"model": "small"}
    assert created["metadata"] == {"a": 1}
    assert created["name"] == "Ann"
    assert created["description"] == "Knows much"
    assert created["version"] == 1
    assert client.assistants.get(assistant_id) == created
    client.assistants.delete(assistant_id)


def test_an_existing_id_is_rejected_without_do_nothing(client, assistant):
    again = {"assistant_id": assistant["assistant_id"], "metadata": {"other": 1}}
    with pytest.raises(ConflictError):
        client.assistants.create("agent", **again)
    assert client.assistants.create("agent", if_exists="do_nothing", **again) == assistant


def test_a_deleted_assistant_is_gone(client):
    assistant_id = client.assistants.create("agent")["assistant_id"]
    client.assistants.delete(assistant_id)
    with pytest.raises(NotFoundError):
        client.assistants.get(assistant_id)


def test_the_threads_of_an_assistant_can_be_deleted_with_it(client, say):
    assistant_id = client.assistants.create("agent")["assistant_id"]
    thread, other = (client.threads.create()["thread_id"] for _ in range(2))
    client.runs.wait(thread, assistant_id, input=say("hello"))
    client.assistants.delete(assistant_id, delete_threads=True)
    with pytest.raises(NotFoundError):
        client.threads.get(thread)
    assert client.threads.get(other)["thread_id"] == other


def test_an_update_makes_a_version_and_merges_metadata(client, assistant):
    assistant_id = assistant["assistant_id"]
    updated = client.assistants.update(
        assistant_id, context={"model": "large"}, metadata={"new": 2}, name="Bob", description="Knows more"
    )
    assert updated["version"] == 2
    assert updated["metadata"] == {**assistant["metadata"], "new": 2}
    assert updated["context"] == updated["config"]["configurable"] == {"model": "large"}
    assert (updated["name"], updated["description"]) == ("Bob", "Knows more")
    assert client.assistants.get(assistant_id) == updated


def test_versions_are_listed_newest_first_and_any_can_be_the_latest(client, assistant):
    assistant_id = assistant["assistant_id"]
    client.assistants.update(assistant_id, metadata={"n": 2})
    client.assistants.update(assistant_id, metadata={"n": 3})
    versions = client.assistants.get_versions(assistant_id)
    assert [version["version"] for version in versions] == [3, 2, 1]
    assert client.assistants.get_versions(assistant_id, limit=1, offset=1) == [versions[1]]
    assert [version["version"] for version in client.assistants.get_versions(assistant_id, {"n": 2})] == [2]
    assert client.assistants.set_latest(assistant_id, 1)["version"] == 1
    assert client.assistants.get(assistant_id)["metadata"] == assistant["metadata"]


def test_search_filters_sorts_pages_and_selects(client):
    tag = {"tag": str(uuid4())}
    created = [client.assistants.create("agent", metadata=tag, name=f"{name} {tag}") for name in "bca"]
    by_name = sorted(assistant["name"] for assistant in created)

    def names(**kwargs):
        return [each["name"] for each in client.assistants.search(metadata=tag, **kwargs)]

    assert names(sort_by="name", sort_order="asc") == by_name
    assert names(sort_by="name", sort_order="desc", limit=2) == by_name[:0:-1]
    assert names(sort_by="name", sort_order="asc", limit=2, offset=2) == by_name[2:]
    assert names(name=by_name[0]) == by_name[:1]
    assert names(graph_id="hitl") == []
    selected = client.assistants.search(metadata=tag, select=["assistant_id", "version"])
    assert [sorted(each) for each in selected] == [["assistant_id", "version"]] * 3
    page = client.assistants.search(metadata=tag, limit=2, response_format="object")
    assert len(page["assistants"]) == 2
    assert page["next"] == "2"
    for assistant in created:
        client.assistants.delete(assistant["assistant_id"])


def test_count_agrees_with_search(client, assistant):
    metadata = {"tag": assistant["metadata"]["tag"]}
    assert client.assistants.count(metadata=metadata) == 1
    assert client.assistants.count(metadata=metadata, graph_id="agent", name=assistant["name"]) == 1
    assert client.assistants.count(metadata=metadata, graph_id="hitl") == 0


def test_the_graph_of_an_assistant_can_be_drawn(client, assistant):
    graph = client.assistants.get_graph(assistant["assistant_id"])
    ids = {node["id"] for node in graph["nodes"]}
    assert {"__start__", "__end__"} < ids
    assert all({edge["source"], edge["target"]} <= ids for edge in graph["edges"])


def test_xray_includes_subgraphs(client):
    def ids(**kwargs):
        return {node["id"] for node in client.assistants.get_graph("nested", **kwargs)["nodes"]}

    assert "child" in ids()
    assert "child:greet" in ids(xray=True)


def test_schemas_describe_input_and_output(client, assistant):
    schemas = client.assistants.get_schemas(assistant["assistant_id"])
    assert schemas["graph_id"] == "agent"
    assert "messages" in schemas["state_schema"]["properties"]
    assert {"input_schema", "output_schema", "config_schema", "context_schema"} < set(schemas)


def test_subgraphs_are_named_by_their_namespace(client):
    nested = client.assistants.search(graph_id="nested")[0]["assistant_id"]
    subgraphs = client.assistants.get_subgraphs(nested)
    assert len(subgraphs) == 1
    for namespace, schemas in subgraphs.items():
        assert client.assistants.get_subgraphs(nested, namespace) == {namespace: schemas}
    assert set(client.assistants.get_subgraphs(nested, recurse=True)) >= set(subgraphs)
