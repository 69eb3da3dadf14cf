"""Swagger UI under `/docs`, without a network, and the document under `/openapi.json`."""

import re

from contract_tests import contract
from mockserver.http.openapi.swagger_ui import docs_view


def test_the_document_is_served_as_it_is(mock):
    served = mock()("GET", "/openapi.json")
    assert served.headers["content-type"] == "application/json"
    assert served.json() == contract.load().document
    assert served.json()["openapi"].startswith("3.1")


def test_a_foreign_document_is_served_as_it_is_too(mock, foreign):
    assert mock(spec=foreign.original)("GET", "/openapi.json").json() == foreign.document


def test_the_page_loads_only_from_the_mock(mock):
    browser = mock()
    page = browser("GET", "/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "//" not in re.sub("<!DOCTYPE.*?>", "", page.text)
    needed = re.findall(r'(?:src|href|url)[=:] ?"([^"]+)"', page.text)
    assert len(needed) == 4
    for path in needed:
        assert browser("GET", f"/{path}").status_code == 200, path


def test_swagger_ui_gets_a_document_that_it_can_show(mock):
    browser = mock()
    assert '"docs/openapi.json"' in browser("GET", "/docs").text
    shown = browser("GET", "/docs/openapi.json").json()
    assert shown["openapi"] == "3.0.3"
    assert shown["paths"].keys() == contract.load().document["paths"].keys()


def test_types_of_3_1_are_written_as_in_3_0():
    assert docs_view({"type": ["string", "null"]}) == {"type": "string", "nullable": True}
    assert docs_view({"const": 1}) == {"const": 1, "enum": [1]}
    assert docs_view({"anyOf": [{"type": ["integer"]}]}) == {"anyOf": [{"type": "integer"}]}
    assert docs_view({"type": ["string", "integer"]}) == {"anyOf": [{"type": "string"}, {"type": "integer"}]}
    assert docs_view({"type": ["null"]}) == {"nullable": True}
    assert docs_view({"properties": {"type": {"type": "string"}}}) == {
        "properties": {"type": {"type": "string"}}
    }


def test_a_final_slash_serves_the_page_and_other_paths_are_not_found(mock):
    browser = mock()
    assert browser("GET", "/docs/").headers["location"] == "http://mock/docs"
    for path in ("/docs/nothing", "/docs/../pyproject.toml", "/docs/%2e%2e/__init__.py", "/docs/%00"):
        response = browser("GET", path)
        assert response.status_code == 404, path
        assert response.json() == {"detail": "Not Found"}


def test_head_works_and_other_methods_do_not(mock):
    browser = mock()
    for path in ("/docs", "/openapi.json", "/docs/swagger-ui.css"):
        assert browser("HEAD", path).status_code == 200
        response = browser("POST", path, {})
        assert response.status_code == 405
        assert list(response.json()) == ["detail"]
    assert set(browser("POST", "/docs", {}).headers["allow"].split(", ")) == {"GET", "HEAD"}
