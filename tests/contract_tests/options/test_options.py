"""Tests of options: parsed once, and unchanged after a pass through pytest's command line."""

import argparse
from pathlib import Path

import pytest

from contract_tests.options import pytest_options
from contract_tests.options.options import MOCK_IDENTITIES, Malformed, Options, format_of
from contract_tests.runner import plugin


def parsed(arguments):
    """Parse arguments as pytest does."""
    parser = argparse.ArgumentParser()

    class Group:
        addoption = staticmethod(parser.add_argument)

    class Parser:
        getgroup = staticmethod(lambda *_: Group)

    pytest_options.pytest_addoption(Parser)
    return pytest_options.options(parser.parse_args(arguments))


@pytest.mark.parametrize(
    "options",
    [
        Options(url="http://127.0.0.1:8000"),
        Options(mock=True, seed=7),
        Options(
            url="https://host/base",
            headers=("Authorization: Bearer a b", "x-more: 1"),
            other_headers=("Authorization: -x",),
            tier=1,
            areas=("threads", "system"),
            checks=("shape.*", "threads.get.found"),
            seed=-3,
            assistant="-weird name",
        ),
    ],
    ids=["a url", "the mock", "all"],
)
def test_options_survive_pytests_command_line(options):
    assert parsed(pytest_options.arguments(options)) == options


def test_a_slash_at_the_end_of_the_url_is_dropped():
    assert parsed(["--contract-url", "http://host:1/"]).url == "http://host:1"


@pytest.mark.parametrize(
    "url", ["host", "ftp://host", "http://", "http://host:x", "http://[", "http://host/?q"]
)
def test_invalid_url_is_rejected(url):
    with pytest.raises(Malformed, match="is not a URL"):
        Options(url=url)


def test_a_url_with_credentials_is_rejected_without_showing_them():
    with pytest.raises(Malformed) as raised:
        Options(url="https://alice:p@ssword@host/base")
    message = "'https://...@host/base' is not a URL without credentials; use --header 'NAME: VALUE'"
    assert str(raised.value) == message


@pytest.mark.parametrize(
    "url", ["http://host", "https://host:1/base/path", "http://127.0.0.1:1", "http://[::1]:1"]
)
def test_valid_url_is_accepted(url):
    assert Options(url=url).url == url


def test_headers_are_the_identities():
    assert Options().identities == ({},)
    assert Options(headers=("x-api-key: a:b ",)).identities == ({"x-api-key": "a:b"},)
    two = Options(headers=("x-api-key: a", "x-more: 1"), other_headers=("x-api-key: b",))
    assert two.identities == ({"x-api-key": "a", "x-more": "1"}, {"x-api-key": "b"})


def test_mock_has_two_owners_by_default():
    assert Options(mock=True).identities == MOCK_IDENTITIES
    assert Options(mock=True, headers=("x-api-key: me",)).identities == ({"x-api-key": "me"},)


@pytest.mark.parametrize("header", ["no colon", ": no name", "name: two\nlines", "name: ümlaut"])
def test_invalid_header_is_rejected(header):
    with pytest.raises(Malformed, match="is not a header"):
        _ = Options(headers=(header,)).identities


def test_the_plugin_parses_the_options_once(monkeypatch, pytestconfig):
    parsed = []
    monkeypatch.setattr(plugin, "parse_options", lambda arguments: parsed.append(arguments) or Options())
    for _ in range(2):
        assert plugin._options(pytestconfig) == Options()
    del pytestconfig.stash[plugin.OPTIONS]
    assert parsed == [pytestconfig.option]


@pytest.mark.parametrize(
    ("name", "format_name"),
    [
        ("report.codequality.json", "codequality"),
        ("gl.v1.codequality.json", "codequality"),
        ("run.jsonl", "jsonl"),
        ("report.json", None),
        ("report", None),
    ],
)
def test_the_ending_of_a_file_selects_its_format(name, format_name):
    assert format_of(Path(name)) == format_name


def test_slow_response_must_not_be_negative():
    with pytest.raises(Malformed, match="--slow-response"):
        Options(mock=True, slow_response=-1)


def test_the_record_of_last_failed_must_exist(tmp_path):
    with pytest.raises(Malformed, match=r"--last-failed: .* is not a readable file"):
        Options(mock=True, last_failed=tmp_path / "run.jsonl")
