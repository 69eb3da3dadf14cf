"""Health and information about the server."""

from importlib.metadata import version

from mockserver.handlers import find


def test_ok_is_true(client):
    assert client.json("get_ok") == {"ok": True, "services": {}}
    assert client.json("get_ok", query={"check_db": 1}) == {"ok": True, "services": {}}


def test_info_has_the_versions_of_the_mock_and_langgraph(client):
    info = client.json("get_info")
    assert info["version"] == version("langgraph-contract")
    assert info["langgraph_py_version"] == version("langgraph")
    assert [name for name, is_on in info["flags"].items() if is_on] == ["assistants", "crons"]


def test_an_operation_without_a_handler_is_not_found():
    for operation_id in ("no_operation", "_read", "states", "Response", ""):
        assert find(operation_id) is None
