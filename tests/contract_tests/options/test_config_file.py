"""Tests of the config file: it sets the same options, and the command line overrides it."""

import checker
import pytest

from contract_tests.options.config_file import NAME, PYPROJECT, BadConfig, load
from contract_tests.options.declare import options_of
from contract_tests.options.options import Options


def in_toml(value):
    return str(value).lower() if isinstance(value, bool) else repr(value)


@pytest.mark.parametrize("option", [*options_of(Options)], ids=lambda option: option.name)
def test_every_option_can_be_written_down(option, tmp_path):
    sample = {bool: True, int: 2, float: 2.5}.get(option.kind, "text")
    sample = option.choices[0] if option.choices else sample
    (tmp_path / NAME).write_text(f"{option.name} = {in_toml([sample] if option.is_many else sample)}\n")
    [(field, value)] = load(None, tmp_path).values.items()
    single = tmp_path / "text" if option.kind.__name__ == "Path" else sample
    assert (field, value) == (option.field, (single,) if option.is_many else single)


def test_nearest_config_file_with_options_is_used(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "a" / PYPROJECT).write_text("[project]\nname = 'other'\n")
    (tmp_path / PYPROJECT).write_text("[tool.langgraph-check]\nseed = 3\n")
    assert load(None, inner).values == {"seed": 3}
    (tmp_path / "a" / NAME).write_text("seed = 4\n")
    assert load(None, inner).values == {"seed": 4}


def test_a_separate_file_may_have_the_table(tmp_path):
    (tmp_path / NAME).write_text("[tool.langgraph-check]\nseed = 5\n", "utf-8-sig")
    assert load(None, tmp_path).values == {"seed": 5}


def test_no_config_file_means_no_values(tmp_path):
    (tmp_path / PYPROJECT).write_text("[tool.other]\nseed = 3\n")
    assert load(None, tmp_path).values == {}


def test_repeatable_option_may_be_a_single_value(tmp_path):
    (tmp_path / NAME).write_text('area = "threads"\n')
    assert load(None, tmp_path).values == {"areas": ("threads",)}


def test_paths_begin_at_the_file(tmp_path):
    file = tmp_path / "config" / "mine.toml"
    file.parent.mkdir()
    file.write_text('baseline = "known.jsonl"\n')
    assert load(file, tmp_path).values == {"baseline": file.parent / "known.jsonl"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("max_time = 3", "max_time: unknown option; did you mean 'max-time'?"),
        ("workerz = 3", "workerz: unknown option; did you mean 'workers'?"),
        ("zzz = 3", "zzz: unknown option; use url, mock, header"),
        ("mock = 1", "mock: 1 is not true or false"),
        ("seed = true", "seed: True is not a whole number"),
        ("timeout = 'long'", "timeout: 'long' is not a number"),
        ("timeout = 0", "timeout: 0 is less than 0.1"),
        ("area = [1]", "area: 1 is not a string"),
        ("format = 'pdf'", "format: 'pdf' is not one of terminal"),
        ("format =", "not valid TOML: Invalid value"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_key(text, message, tmp_path):
    (tmp_path / NAME).write_text(text)
    with pytest.raises(BadConfig) as mistake:
        load(None, tmp_path)
    assert str(mistake.value).startswith(f"{tmp_path / NAME}: {message}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.langgraph-check.seed]\n", "seed: {} is not a whole number"),
        ("[tool]\nlanggraph-check = 3\n", "[tool.langgraph-check] must be a table"),
        ("[tool.other]\n", "[tool.langgraph-check] is missing"),
    ],
)
def test_a_pyproject_that_is_named_has_the_table(text, message, tmp_path):
    file = tmp_path / PYPROJECT
    file.write_text(text)
    with pytest.raises(BadConfig) as mistake:
        load(file, tmp_path)
    assert str(mistake.value) == f"{file}: {message}"


def checked(folder, *arguments):
    return checker.check(*arguments, cwd=folder)


def test_command_uses_the_config_file(mock, tmp_path):
    (tmp_path / NAME).write_text(
        f'url = "{mock}"\ncheck = "assistants.create.stores_fields"\n'
        'format = "jsonl"\noutput = "it.md"\nseed = 7\n'
    )
    run = checked(tmp_path)
    assert run.returncode == 0
    assert '"type": "verdict"' in run.stdout
    assert "seed 7" in (tmp_path / "it.md").read_text()


@pytest.mark.slow
def test_the_command_line_takes_precedence(tmp_path):
    (tmp_path / NAME).write_text('url = "http://127.0.0.1:1"\nquick = true\nseed = 7\n')
    run = checked(
        tmp_path,
        "--mock",
        "--no-quick",
        "--seed",
        "8",
        "--check",
        "threads.count.values",
        "--format",
        "jsonl",
    )
    assert run.returncode == 0, run.stderr
    assert '"seed": 8' in run.stdout
    assert '"check": "threads.count.values"' in run.stdout  # tier 2, which `--quick` omits


def test_url_overrides_mock_of_the_file(tmp_path):
    (tmp_path / NAME).write_text("mock = true\n")
    run = checked(tmp_path, "http://127.0.0.1:1", "--check", "assistants.create.stores_fields")
    assert run.returncode == 3
    assert "http://127.0.0.1:1" in run.stderr


def test_an_unknown_key_is_wrong_usage(tmp_path):
    (tmp_path / "mine.toml").write_text("base-line = 'x'\n")
    run = checked(tmp_path, "--mock", "--config", "mine.toml")
    assert run.returncode == 2
    assert "mine.toml: base-line: unknown option; did you mean 'baseline'?" in " ".join(run.stderr.split())
