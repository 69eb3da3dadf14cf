"""Features that are switched off: their paths are unknown."""

import json

import pytest

from contract_tests import contract
from mockserver.app import create_app
from mockserver.http.openapi.features import UnknownFeature
from mockserver.settings import Settings

CONTRACT = contract.load()
FEATURES = sorted({each.feature for each in CONTRACT.operations if each.feature})
UUID = "00000000-0000-4000-8000-000000000000"


def request(browser, operation):
    path = operation.path
    for parameter in operation.parameters:
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", UUID)
    return browser(operation.method, path)


@pytest.mark.parametrize("feature", FEATURES)
def test_only_operations_of_disabled_features_are_unknown(mock, feature):
    browser = mock(disabled=frozenset({feature}))
    for operation in CONTRACT.operations:
        response = request(browser, operation)
        unknown = (response.status_code, response.text) == (404, '{"detail":"Not Found"}')
        # a path that also has other operations responds with 405
        lacks = unknown or response.status_code == 405
        if operation.feature == feature:
            assert lacks, operation.id
        elif operation.id != "get_mcp":  # its regular response is 405
            assert not lacks, operation.id


@pytest.mark.parametrize("feature", FEATURES)
def test_the_document_omits_a_disabled_feature(mock, feature):
    served = mock(disabled=frozenset({feature}))("GET", "/openapi.json").json()
    offered = [each for item in served["paths"].values() for each in item.values() if "operationId" in each]
    expected = [each for each in CONTRACT.operations if each.feature != feature]
    assert {each["operationId"] for each in offered} == {each.id for each in expected}
    assert {tag["name"] for tag in served["tags"]} == {each.raw["tags"][0] for each in expected}
    assert all("x-websocket" not in item for item in served["paths"].values()) == (
        feature == "event_streaming"
    )


def test_info_does_not_claim_it(mock):
    assert mock()("GET", "/info").json()["flags"]["crons"] is True
    assert mock(disabled=frozenset({"crons"}))("GET", "/info").json()["flags"]["crons"] is False


def test_a_custom_document_omits_a_disabled_feature(mock, tmp_path):
    custom_path = {"get": {"responses": {"200": {"description": "Numbers"}}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Theirs", "version": "1"},
        "paths": {"/metrics": custom_path},
    }
    spec = tmp_path / "theirs.json"
    spec.write_text(json.dumps(document))
    assert mock(spec=spec)("GET", "/metrics").status_code == 200
    assert mock(spec=spec, disabled=frozenset({"metrics"}))("GET", "/metrics").status_code == 404


def test_without_the_page_nothing_is_under_docs(mock):
    browser = mock(disabled=frozenset({"docs"}))
    for path in ("/docs", "/docs/", "/docs/openapi.json", "/docs/swagger-ui.css"):
        assert browser("GET", path).status_code == 404, path


def test_an_unknown_feature_is_rejected_with_the_nearest_one():
    with pytest.raises(UnknownFeature, match="did you mean 'store'"):
        create_app(Settings(disabled=frozenset({"stor"})))
