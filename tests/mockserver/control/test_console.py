"""The console as files: its page, its policy, and who may open it. `tests/frontend` opens it in a browser."""

from pathlib import Path

import httpx
import pytest

import mockserver
from mockserver.http.middleware.console import MEDIA_TYPES

FOLDER = Path(mockserver.__file__).parent / "console"
FILES = sorted(file.name for file in FOLDER.iterdir())
HTML = {"Accept": "text/html,application/xhtml+xml"}
SECRET = {"control_token": "s3cret"}


def get(tested, path, *, method="GET", client=None, **settings):
    """Return the response to one request, of a client with this address."""
    headers = settings.pop("headers", {})

    async def act(mock):
        address = (client, 1) if client else ("127.0.0.1", 1)
        transport = httpx.ASGITransport(app=mock.http._transport.app, client=address)
        async with httpx.AsyncClient(transport=transport, base_url="http://mock") as http:
            return await http.request(method, path, headers=headers)

    return tested(act, **settings)


def test_the_page_refers_only_to_its_own_files(tested):
    page = get(tested, "/_mock/")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "http://" not in page.text
    assert "https://" not in page.text


@pytest.mark.parametrize("name", [name for name in FILES if name != "index.html"])
def test_each_file_has_its_type_and_the_policy(tested, name):
    file = get(tested, f"/_mock/console/{name}")
    assert file.headers["content-type"] == MEDIA_TYPES[Path(name).suffix]
    assert file.content == (FOLDER / name).read_bytes()
    assert "default-src 'none'" in file.headers["content-security-policy"]
    assert file.headers["x-content-type-options"] == "nosniff"


def test_the_policy_allows_only_our_scripts_and_no_html_from_strings(tested):
    policy = get(tested, "/_mock/").headers["content-security-policy"]
    directives = dict(directive.split(" ", 1) for directive in policy.split("; "))
    assert directives["default-src"] == "'none'"
    assert {directives[f"{kind}-src"] for kind in ("script", "style", "img", "connect")} == {"'self'"}
    assert directives["require-trusted-types-for"] == "'script'"
    assert directives["frame-ancestors"] == "'none'"


def test_head_and_other_methods(tested):
    assert get(tested, "/_mock/", method="HEAD").content == b""
    assert get(tested, "/_mock/console/main.js", method="POST").status_code == 405
    assert get(tested, "/_mock/console/missing.js").status_code == 404
    assert get(tested, "/_mock/console/../index.html").status_code == 404


def test_a_browser_is_redirected_from_the_status_to_the_page(tested):
    led = get(tested, "/_mock", headers=HTML)
    assert (led.status_code, led.headers["location"]) == (307, "_mock/")
    assert get(tested, "/_mock").json()["session"] == "default"


@pytest.mark.parametrize("path", ["/_mock/", "/_mock/console/main.js"])
def test_access_is_that_of_the_control_plane(tested, path):
    assert get(tested, path, client="192.0.2.1").status_code == 403
    assert get(tested, path, client="192.0.2.1", **SECRET).status_code == 401
    assert get(tested, path, headers={"X-Mock-Token": "s3cret"}, **SECRET).status_code == 200
    assert get(tested, path, control=False).status_code == 404


def signed_in(tested, token, *requests, path="/_mock/sign-in"):
    """Return the response to the form, and those to requests with the cookie it set."""

    async def act(mock):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        first = await mock.http.post(path, content=f"token={token}", headers=form)
        mock.http.cookies.clear()  # send it explicitly: the path of the cookie is that of the mock
        cookie = first.headers.get("set-cookie", "").partition(";")[0]
        sent = [{**headers, **({"Cookie": cookie} if cookie else {})} for headers in requests]
        return first, [await mock.http.get("/_mock/", headers=headers) for headers in sent]

    return tested(act, **SECRET)


def test_a_browser_without_the_token_gets_a_form(tested):
    form = get(tested, "/_mock/", headers=HTML, **SECRET)
    assert form.status_code == 401
    assert '<form method="post" action="sign-in">' in form.text
    assert "s3cret" not in form.text


def test_the_token_is_exchanged_for_a_cookie(tested):
    first, (page,) = signed_in(tested, "s3cret", HTML)
    assert (first.status_code, first.headers["location"]) == (303, "./")
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "s3cret" not in cookie
    assert (page.status_code, "<main" in page.text) == (200, True)


@pytest.mark.parametrize("token", ["", "S3cret", "s3cret%00", "%C3%A9"])
def test_a_wrong_token_gets_the_form_again(tested, token):
    first, (page,) = signed_in(tested, token, HTML)
    assert (first.status_code, page.status_code) == (401, 401)
    assert "This is not the token." in first.text
    assert "set-cookie" not in first.headers


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://mock", 200),
        ("http://mock:3000", 401),
        ("https://evil.example", 401),
        ("null", 401),
        ("http://[", 401),
    ],
)
def test_the_cookie_counts_only_in_requests_of_our_pages(tested, origin, status):
    _, (page,) = signed_in(tested, "s3cret", {"Origin": origin})
    assert page.status_code == status


def test_a_token_in_a_header_is_not_replaced_by_the_cookie(tested):
    _, pages = signed_in(tested, "s3cret", {"X-Mock-Token": "wrong"}, {"Authorization": "Bearer wrong"})
    assert [page.status_code for page in pages] == [401, 401]


def test_the_wheel_has_all_files():
    from hatchling.builders.wheel import WheelBuilder  # noqa: PLC0415

    builder = WheelBuilder(str(Path(__file__).parents[3]))
    included = {file.distribution_path for file in builder.recurse_included_files()}
    assert {f"mockserver/console/{name}" for name in FILES} <= included
