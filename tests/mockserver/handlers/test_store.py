"""The store: items under namespaces and keys, search, list, expiry."""

import pytest

from mockserver.built_in import MODEL_CALLS
from mockserver.errors import BadRequest


@pytest.fixture
def store(client):
    return Store(client)


class Store:
    """Client of the store: `store.put("a.b", "key", {"n": 1})`."""

    def __init__(self, client, owner=None):
        self.client, self.owner = client, owner

    def put(self, namespace, key="k", value=None, **more):
        body = {"namespace": namespace.split("."), "key": key, "value": value or {}, **more}
        assert self.client("put_item", body, owner=self.owner).status == 204

    def get(self, namespace, key="k", **query):
        query = {"namespace": namespace, "key": key, **query}
        return self.client.json("get_item", query=query, owner=self.owner)

    def delete(self, namespace, key="k"):
        body = {"namespace": namespace.split("."), "key": key}
        assert self.client("delete_item", body, owner=self.owner).status == 204

    def keys(self, **body):
        return [item["key"] for item in self.search(**body)]

    def search(self, **body):
        return self.client.json("search_items", body, owner=self.owner)["items"]

    def namespaces(self, **body):
        listed = self.client.json("list_namespaces", body, owner=self.owner)["namespaces"]
        return [".".join(labels) for labels in listed]

    def wait(self, minutes):
        self.client.clock.seconds += minutes * 60


class TestItems:
    def test_are_read_as_they_were_put(self, store):
        store.put("a.b", "k", {"n": [1, None]})
        item = store.get("a.b")
        assert item.pop("created_at") == item.pop("updated_at")
        assert item == {"namespace": ["a", "b"], "key": "k", "value": {"n": [1, None]}}

    def test_are_null_if_missing(self, store):
        store.put("a")
        assert store.get("a", "other") is None
        assert store.get("a.b") is None
        assert store.get("b") is None

    def test_are_replaced_as_a_whole_and_keep_created_at(self, store):
        store.put("a", "k", {"n": 1, "m": 1})
        first = store.get("a")
        store.put("a", "k", {"n": 2})
        again = store.get("a")
        assert again["value"] == {"n": 2}
        assert again["created_at"] == first["created_at"]
        assert again["updated_at"] > first["updated_at"]

    def test_are_new_after_a_deletion(self, store):
        store.put("a")
        first = store.get("a")
        store.delete("a")
        assert store.get("a") is None
        store.put("a")
        assert store.get("a")["created_at"] > first["created_at"]

    def test_can_be_deleted_when_they_are_not_there(self, store):
        store.delete("a")
        assert store.client("delete_item", {"key": "k"}).status == 204
        assert store.namespaces() == []

    def test_may_have_any_key_and_the_search_finds_them(self, store):
        for key in ("", "a/b", "\0", "ä"):
            store.put("a", key)
        assert sorted(store.keys()) == ["", "\0", "a/b", "ä"]

    @pytest.mark.parametrize(
        ("namespace", "detail"),
        [
            ([], "body.namespace: must not be empty"),
            (["langgraph"], "body.namespace: the root label 'langgraph' is reserved"),
            (["langgraph", "a"], "body.namespace: the root label 'langgraph' is reserved"),
            (list(MODEL_CALLS), "body.namespace: mock.model_calls is reserved for the mock"),
        ],
    )
    def test_are_rejected_in_reserved_namespaces(self, client, namespace, detail):
        with pytest.raises(BadRequest) as raised:
            client("put_item", {"namespace": namespace, "key": "k", "value": {}})
        assert raised.value.detail == detail

    def test_belong_to_one_owner(self, client, store):
        other = Store(client, owner="bob")
        store.put("a", "k", {"of": "alice"})
        assert (other.get("a"), other.search(), other.namespaces()) == (None, [], [])
        other.put("a", "k", {"of": "bob"})
        assert store.get("a")["value"] == {"of": "alice"}
        other.delete("a")
        assert store.get("a")["value"] == {"of": "alice"}


class TestSearch:
    def test_finds_items_of_a_namespace_and_nested_ones_latest_first(self, store):
        for namespace in ("a", "a.b", "ab", "b"):
            store.put(namespace, namespace)
        store.put("a", "a")
        assert store.keys(namespace_prefix=["a"]) == ["a", "a.b"]
        assert store.keys(namespace_prefix=["a", "b"]) == ["a.b"]
        assert store.keys(namespace_prefix=["c"]) == []
        assert store.keys() == store.keys(namespace_prefix=[]) == store.keys(namespace_prefix=None)
        assert store.keys() == ["a", "b", "ab", "a.b"]

    def test_filters_and_pages_and_ignores_the_query(self, store):
        for number in range(12):
            store.put("a", str(number), {"n": number})
        assert store.keys(filter={"n": {"$gte": 10}}) == ["11", "10"]
        assert len(store.keys()) == 10
        assert store.keys(limit=2, offset=9) == ["2", "1"]
        assert store.keys(limit=2.0, offset=99.0) == []
        assert store.keys(filter={"n": 3}, query="eleven") == ["3"]
        assert store.keys(filter=None, query=None, limit=1) == ["11"]

    def test_gives_items_whole_with_a_score_of_none(self, store):
        store.put("a")
        assert store.search() == [{**store.get("a"), "score": None}]


class TestNamespaces:
    @pytest.fixture(autouse=True)
    def some(self, store):
        for namespace in ("b.x", "a.y.z", "a.x", "a.x"):
            store.put(namespace)

    @pytest.mark.parametrize(
        ("options", "listed"),
        [
            ({}, ["a.x", "a.y.z", "b.x"]),
            ({"prefix": ["a"]}, ["a.x", "a.y.z"]),
            ({"prefix": ["*", "x"]}, ["a.x", "b.x"]),
            ({"suffix": ["x"]}, ["a.x", "b.x"]),
            ({"suffix": ["y", "*"]}, ["a.y.z"]),
            ({"prefix": ["a"], "suffix": ["x"]}, ["a.x"]),
            ({"max_depth": 1}, ["a", "b"]),
            ({"max_depth": 2}, ["a.x", "a.y", "b.x"]),
            ({"max_depth": 1.0, "limit": 1.0, "offset": 1.0}, ["b"]),
            ({"limit": 2}, ["a.x", "a.y.z"]),
            ({"offset": 3}, []),
        ],
    )
    def test_are_listed_once_and_sorted(self, store, options, listed):
        assert store.namespaces(**options) == listed

    def test_without_items_are_not_listed(self, store):
        store.delete("a.x")
        store.get("c")
        store.delete("d")
        assert store.namespaces() == ["a.y.z", "b.x"]


class TestTimeToLive:
    def test_is_in_minutes_and_removes_the_item(self, store):
        store.put("a", "short", ttl=1)
        store.put("b", "long", ttl=2.5)
        store.put("b", "ever")
        store.wait(0.99)
        assert store.keys(refresh_ttl=False) == ["ever", "long", "short"]
        store.wait(0.01)
        assert store.get("a", "short") is None
        assert store.keys(refresh_ttl=False) == ["ever", "long"]
        assert store.namespaces() == ["b"]
        store.wait(1.5)
        assert store.keys() == ["ever"]

    def test_restarts_when_the_item_is_read_or_found(self, store):
        store.put("a", ttl=1)
        for read in (lambda: store.get("a"), store.search, lambda: store.get("a", refresh_ttl=True)):
            store.wait(0.9)
            assert read()
        store.wait(1)
        assert store.get("a") is None

    def test_does_not_restart_without_refresh(self, store):
        store.put("a", ttl=1)
        store.wait(0.9)
        assert store.get("a", refresh_ttl=False)
        assert store.search(refresh_ttl=False)
        store.wait(0.1)
        assert store.get("a") is None

    def test_restarts_only_for_items_on_the_page(self, store):
        store.put("a", "old", ttl=1)
        store.put("a", "new", ttl=1)
        store.wait(0.9)
        assert store.keys(limit=1) == ["new"]
        store.wait(0.1)
        assert store.keys() == ["new"]

    def test_is_that_of_the_last_put(self, store):
        store.put("a", ttl=1)
        store.put("a", ttl=None)
        store.wait(9)
        assert store.get("a")

    @pytest.mark.parametrize("ttl", [0, -1, -1e300])
    def test_that_is_not_positive_expires_at_once(self, store, ttl):
        store.put("a", ttl=ttl)
        assert store.get("a") is None

    def test_that_is_infinite_never_expires(self, store):
        store.put("a", ttl=1e308)
        store.wait(1e9)
        assert store.get("a")


def test_the_same_seed_gives_the_same_items(client_class, mock):
    def read_item():
        browser = mock(seed=1)
        item = {"namespace": ["a"], "key": "k", "value": {"n": 1}}
        browser("PUT", "/store/items", item)
        browser("PUT", "/store/items", item)
        return browser("GET", "/store/items?namespace=a&key=k").content

    assert read_item() == read_item()


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("PUT", "items", {"namespace": ["a."], "key": "k", "value": {}}, "body.namespace.0"),
        ("PUT", "items", {"namespace": [""], "key": "k", "value": {}}, "body.namespace.0"),
        ("PUT", "items", {"namespace": "a", "key": "k", "value": {}}, "body.namespace"),
        ("PUT", "items", {"namespace": ["a"], "key": "k", "value": None}, "body.value"),
        ("PUT", "items", {"namespace": ["a"], "key": "k", "value": {}, "ttl": "x"}, "body.ttl"),
        ("PUT", "items", {"namespace": ["a"], "key": "k", "value": {}, "index": True}, "body.index"),
        ("GET", "items?namespace=a", None, "query key"),
        ("GET", "items?key=k", None, "query namespace"),
        ("GET", "items?namespace=a..b&key=k", None, "query namespace"),
        ("GET", "items?namespace=a&key=k&refresh_ttl=x", None, "query refresh_ttl"),
        ("DELETE", "items", {"namespace": ["a"]}, "body"),
        ("POST", "items/search", {"limit": 0}, "body.limit"),
        ("POST", "items/search", {"offset": -1}, "body.offset"),
        ("POST", "items/search", {"namespace_prefix": ["a.b"]}, "body.namespace_prefix.0"),
        ("POST", "namespaces", {"max_depth": 0}, "body.max_depth"),
        ("POST", "namespaces", {"prefix": None}, "body.prefix"),
    ],
)
def test_an_invalid_field_is_named(mock, method, path, body, field):
    response = mock()(method, f"/store/{path}", body)
    assert response.status_code == 422
    assert response.json()["detail"].startswith(f"{field}: ")


@pytest.mark.parametrize("query", ["namespace=a.b", "namespace=x&namespace=a.b"])
def test_the_namespace_of_a_query_is_dotted(mock, query):
    browser = mock()
    browser("PUT", "/store/items", {"namespace": ["a", "b"], "key": "k", "value": {}})
    assert browser("GET", f"/store/items?{query}&key=k").json()["namespace"] == ["a", "b"]
