"""Tests of `GET /info`: features that the target reports as missing are not requested."""

import httpx
import pytest

from contract_tests.client.target import Target
from contract_tests.harness.target_info import InfoFlags


def saying(response):
    asked = []

    def info(request):
        asked.append(request.url.path)
        return response

    return Target("http://target", transport=httpx.MockTransport(info)), asked


def test_info_is_cached():
    target, request = saying(httpx.Response(200, json={"flags": {"crons": False, "assistants": True}}))
    flags = InfoFlags()
    assert [flags.deny(name, target) for name in ("crons", "assistants", "mcp")] == [True, False, False]
    assert request == ["/info"]


@pytest.mark.parametrize(
    "response",
    [httpx.Response(404), httpx.Response(200, text="hello"), httpx.Response(200, json={"flags": ["crons"]})],
    ids=["no info", "no JSON", "no flags"],
)
def test_target_without_flags_may_offer_everything(response):
    assert not InfoFlags().deny("crons", saying(response)[0])
