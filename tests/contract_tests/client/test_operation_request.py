"""Tests of the URL and the bytes that an operation's request is sent with."""

from contract_tests.client.operation_request import NO_BODY, OperationRequest


def url(contract, operation, **words):
    return OperationRequest(**words).url(contract.by_id[operation])


def test_path_parameters_are_percent_encoded(contract):
    path = {"thread_id": "a/b c?é", "checkpoint_id": ".."}
    expected = "/threads/a%2Fb%20c%3F%C3%A9/state/%2E%2E"
    assert url(contract, "get_state_at_checkpoint", path=path) == expected


def test_query_parameters_are_written_as_json_unless_they_are_text(contract):
    query = {"subgraphs": True, "name": "a b", "count": 1.5, "nothing": None}
    expected = "/threads/1/state?subgraphs=true&name=a+b&count=1.5&nothing=null"
    assert url(contract, "get_state", path={"thread_id": "1"}, query=query) == expected


def test_a_list_repeats_the_parameter(contract):
    assert url(contract, "get_ok", query={"check_db": [1, 2]}) == "/ok?check_db=1&check_db=2"


def test_no_body_is_not_null():
    assert OperationRequest(body=NO_BODY).content == b""
    assert OperationRequest(body=None).content == b"null"


def test_bytes_are_sent_unchanged():
    assert OperationRequest(body=b"{").content == b"{"


def test_json_is_sent_in_ascii():
    assert OperationRequest(body={"a": "é"}).content == b'{"a": "\\u00e9"}'
