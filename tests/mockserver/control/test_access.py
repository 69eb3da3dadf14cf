"""Access to the control plane: from this machine and its pages, or with the token."""

import httpx
import pytest

SECRET = {"control_token": "secret"}
FOREIGN = "https://evil.example"
LOCAL = ["http://localhost:5173", "http://127.0.0.1:3000", "http://[::1]:80", "http://app.localhost"]
OTHERS = [
    FOREIGN,
    "null",
    "http://localhost.evil.example",
    "http://127.0.0.1.nip.io",
    "http://[",
    "localhost",
]


@pytest.mark.parametrize("origin", LOCAL)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_pages_of_this_machine_have_access(tested, origin, method):
    async def act(mock):
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-mock-session"}
        return await mock.http.request(method, "/_mock", headers={"Origin": origin, **asked})

    response = tested(act)
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (200, origin)


@pytest.mark.parametrize("origin", OTHERS)
def test_pages_of_other_machines_have_no_access(tested, origin):
    async def act(mock):
        await mock("POST", "/threads", {})
        headers = {"Origin": origin, "Content-Type": "text/plain"}  # needs no preflight
        refused = await mock.http.post("/_mock/reset", headers=headers)
        preflight = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
        asked = await mock.http.options("/_mock/snapshot", headers=preflight)
        return refused, asked, await mock("POST", "/threads/search", {})

    refused, asked, threads = tested(act)
    assert refused.status_code == 403
    assert "--control-token" in refused.json()["detail"]
    assert asked.status_code == 400
    assert {"access-control-allow-origin"} & {*refused.headers, *asked.headers} == set()
    assert len(threads) == 1


@pytest.mark.parametrize("token", [None, "secret"])
@pytest.mark.parametrize(("client", "admitted"), [("127.0.0.1", True), ("::1", True), ("192.0.2.1", False)])
def test_other_machines_need_the_token(tested, client, admitted, token):
    async def act(mock):
        transport = httpx.ASGITransport(app=mock.http._transport.app, client=(client, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://mock") as http:
            headers = {"Authorization": f"bearer {token}"} if token else {}
            return (await http.get("/_mock", headers=headers)).status_code

    assert tested(act, control_token=token) == (200 if admitted or token else 403)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Mock-Token": "Secret"},
        {"Authorization": "secret"},
        {"Authorization": "Basic secret"},
        {"X-Mock-Token": ""},
    ],
    ids=str,
)
def test_a_wrong_token_is_rejected_even_from_this_machine(tested, headers):
    async def act(mock):
        return await mock("GET", "/_mock", headers=headers, status=401)

    assert "X-Mock-Token" in tested(act, **SECRET)["detail"]


def test_a_page_with_the_token_has_access(tested):
    async def act(mock):
        headers = {"Origin": FOREIGN, "X-Mock-Token": "secret"}
        return await mock.http.get("/_mock", headers=headers)

    response = tested(act, **SECRET)
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (200, "*")


@pytest.mark.parametrize("path", ["/_mock/clok", "/_mock/sessions/a/b", "/_mock/x/", "/_mock/x%0a"])
def test_an_unknown_path_is_404_with_a_hint(tested, path):
    async def act(mock):
        return await mock("GET", path, status=404)

    assert "/_mock/openapi.json lists all" in tested(act)["detail"]


def test_a_similar_path_is_suggested(tested):
    async def act(mock):
        return await mock("GET", "/_mock/clok", status=404)

    assert "did you mean '/_mock/clock'?" in tested(act)["detail"]


def test_the_contract_has_no_control_plane(tested):
    async def act(mock):
        return await mock("GET", "/openapi.json"), await mock("GET", "/_mock/openapi.json")

    contract, control = tested(act)
    assert [path for path in contract["paths"] if path.startswith("/_mock")] == []
    assert "/_mock/reset" in control["paths"]


def test_the_control_plane_needs_no_credentials_of_the_api(tested):
    async def act(mock):
        await mock("GET", "/_mock")
        await mock("POST", "/threads", {}, status=401)

    tested(act, auth="required")
