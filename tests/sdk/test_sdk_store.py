"""Tests of `client.store`."""

from uuid import uuid4

import pytest
from langgraph_sdk.errors import BadRequestError


@pytest.fixture
def root():
    """Return a unique first label for namespaces."""
    return str(uuid4())


def keys(items):
    return sorted(item["key"] for item in items["items"])


def test_an_item_is_read_as_it_was_put(client, root):
    assert client.store.put_item([root, "ann"], key="k", value={"speaks": "French"}) is None
    item = client.store.get_item([root, "ann"], key="k")
    assert item["namespace"] == [root, "ann"]
    assert item["key"] == "k"
    assert item["value"] == {"speaks": "French"}
    client.store.put_item([root, "ann"], key="k", value={"reads": "Latin"}, index=False, ttl=60)
    assert client.store.get_item([root, "ann"], "k", refresh_ttl=True)["value"] == {"reads": "Latin"}


def test_a_missing_item_is_none_and_can_be_deleted(client, root):
    client.store.put_item([root], key="k", value={}, index=["speaks"])
    assert client.store.delete_item([root], key="k") is None
    assert client.store.get_item([root], key="k") is None
    assert client.store.delete_item([root], key="k") is None


def test_a_reserved_namespace_is_rejected(client):
    with pytest.raises(BadRequestError):
        client.store.put_item(["langgraph"], key="k", value={})


def test_search_filters_and_pages(client, root):
    for number in range(3):
        client.store.put_item([root, "below"], key=str(number), value={"n": number})
    assert keys(client.store.search_items([root])) == ["0", "1", "2"]
    assert keys(client.store.search_items([root], filter={"n": 1})) == ["1"]
    assert keys(client.store.search_items([root], filter={"n": {"$gte": 1}}, refresh_ttl=False)) == ["1", "2"]
    assert keys(client.store.search_items([root], query="two", filter={"n": 0})) == ["0"]
    pages = [client.store.search_items([root], limit=2, offset=offset) for offset in (0, 2)]
    assert sorted(keys(pages[0]) + keys(pages[1])) == ["0", "1", "2"]
    assert keys(client.store.search_items([root, "elsewhere"])) == []


def test_namespaces_are_listed_by_prefix_suffix_and_depth(client, root):
    for labels in (["a", "x"], ["a", "y", "z"], ["b", "x"]):
        client.store.put_item([root, *labels], key="k", value={})

    def listed(*below, **kwargs):
        namespaces = client.store.list_namespaces(prefix=[root, *below], **kwargs)["namespaces"]
        return [".".join(labels[1:]) for labels in namespaces]

    assert listed() == ["a.x", "a.y.z", "b.x"]
    assert listed("a") == ["a.x", "a.y.z"]
    assert listed("*", "x") == ["a.x", "b.x"]
    assert listed(suffix=["x"]) == ["a.x", "b.x"]
    assert listed(max_depth=2) == ["a", "b"]
    assert listed(limit=1, offset=1) == ["a.y.z"]
