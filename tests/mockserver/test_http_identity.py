"""The owner is who the credentials name, and each owner sees their own."""

import pytest

ALICE = {"authorization": "Bearer alice"}
BOB = {"x-api-key": "bob"}


@pytest.mark.parametrize(
    ("headers", "owner"),
    [
        ({}, ""),
        (ALICE, "Bearer alice"),
        (BOB, "bob"),
        ({**ALICE, **BOB}, "Bearer alice"),
        ({"authorization": "", **BOB}, "bob"),
        ({"authorization": "", "x-api-key": ""}, ""),
        ({"X-API-KEY": "bob"}, "bob"),
        ({"authorization": "Bearer \xff".encode("latin-1")}, "Bearer \xff"),
    ],
)
def test_the_owner_is_who_the_headers_name(echo, headers, owner):
    assert echo("GET", "/ok", headers=headers).owner == owner


def test_with_auth_off_everyone_is_one_owner(mock, echo):
    assert echo("GET", "/ok", headers=ALICE, settings={"auth": "off"}).owner == ""
    browser = mock(auth="off")
    thread = browser("POST", "/threads", {}, headers=ALICE).json()["thread_id"]
    assert browser("GET", f"/threads/{thread}", headers=BOB).status_code == 200


@pytest.mark.parametrize("stranger", [BOB, {}, {"authorization": "bearer alice"}])
def test_to_others_a_thread_is_as_unknown_as_one_that_is_not_there(mock, stranger):
    browser = mock()
    thread = browser("POST", "/threads", {}, headers=ALICE).json()["thread_id"]
    assert browser("GET", f"/threads/{thread}", headers=stranger).status_code == 404
    assert browser("POST", "/threads", {"thread_id": thread}, headers=stranger).status_code == 409
    assert browser("POST", "/threads/count", {}, headers=stranger).json() == 0
    assert browser("GET", f"/threads/{thread}", headers=ALICE).status_code == 200


@pytest.mark.parametrize(
    "path", ["/threads/search", "/nowhere", "/", "/docsx", "/okay", "/ok/", "/threads/", "/info/x"]
)
def test_where_credentials_are_required_every_path_but_a_few_is_401(mock, path):
    browser = mock(auth="required")
    answer = browser("POST", path, {})
    assert answer.status_code == 401
    assert list(answer.json()) == ["detail"]
    assert browser("POST", path, {}, headers=ALICE).status_code != 401


@pytest.mark.parametrize("path", ["/ok", "/info", "/docs", "/docs/swagger-ui.css", "/openapi.json"])
def test_these_need_no_credentials(mock, path):
    assert mock(auth="required")("GET", path).status_code == 200
