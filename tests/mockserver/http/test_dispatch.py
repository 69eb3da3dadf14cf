"""Base URL of the server, as the client addressed it."""

import pytest

from mockserver.http.middleware.dispatch import base_url

HOST = (b"host", b"mock.example:8123")


@pytest.mark.parametrize(
    ("headers", "root_path", "url"),
    [
        ([HOST], "", "http://mock.example:8123"),
        ([HOST], "/mock", "http://mock.example:8123/mock"),
        ([HOST, (b"x-forwarded-proto", b"https")], "", "https://mock.example:8123"),
        ([HOST, (b"x-forwarded-proto", b"javascript")], "", "http://mock.example:8123"),
        ([], "", "http://localhost"),
    ],
)
def test_base_url_is_the_one_that_the_client_used(headers, root_path, url):
    assert base_url({"scheme": "http", "root_path": root_path}, dict(headers)) == url
