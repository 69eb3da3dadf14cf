"""Tests of output files: a write is complete, or the old content stays."""

from pathlib import Path

import pytest

from contract_tests.report.files import writable, write


def test_a_file_is_always_written_in_utf_8(tmp_path):
    file = tmp_path / "a.txt"
    write(file, "✗ naïve\n")
    assert file.read_bytes() == "✗ naïve\n".encode()


def test_half_of_a_surrogate_pair_is_written_as_json_escapes_it(tmp_path):
    file = tmp_path / "a.jsonl"
    write(file, '{"reason": "x\ud800y"}\n')
    assert file.read_text("utf-8") == '{"reason": "x\\ud800y"}\n'
    assert writable("plain") == "plain"


def test_failed_write_keeps_the_old_file(tmp_path, monkeypatch):
    file = tmp_path / "known.jsonl"
    file.write_text("precious")
    monkeypatch.setattr("contract_tests.report.files.writable", lambda _text: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write(file, "new")
    assert file.read_text() == "precious"
    assert [*tmp_path.iterdir()] == [file]


def test_a_file_keeps_its_mode_and_a_link_its_target(tmp_path):
    file, link = tmp_path / "a.txt", tmp_path / "link.txt"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    write(link, "new")
    assert (file.read_text(), file.stat().st_mode & 0o777, link.is_symlink()) == ("new", 0o640, True)


def test_a_device_is_written_to():
    with pytest.raises(OSError, match="No space"):
        write(Path("/dev/full"), "much" * 10_000)
