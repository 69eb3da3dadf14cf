"""`langgraph-mock`, as people and programs start it."""

import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from click.testing import CliRunner

import mockserver
from mockserver.cli import main
from patience import PATIENCE

START = "openapi: 3.1.0\ninfo: {title: A, version: '1'}\n"
NONSENSE = "{requestBody: {content: {application/json: {schema: {type: nonsense}}}}}"

COMMAND = [sys.executable, "-m", "mockserver"]


@contextmanager
def started(*options):
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", *map(str, options)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
    )
    try:
        first = process.stdout.readline()
        url = re.search(r"http://\S+", first)
        assert url, process.stderr.read()
        yield SimpleNamespace(process=process, first=first, url=url[0])
    finally:
        process.terminate()  # not kill: with `--reload`, the mock ends its child process
        process.communicate(timeout=PATIENCE)


def get_json(url, body=None):
    return httpx.request("GET" if body is None else "POST", url, content=body, timeout=PATIENCE).json()


def served_version(url):
    """Return the version of the served document, or `None` while the mock restarts and cuts connections."""
    try:
        return get_json(url + "/openapi.json")["info"]["version"]
    except httpx.TransportError:
        return None


def invoke(*options):
    return CliRunner().invoke(main, [*map(str, options)])


def test_the_first_line_has_the_url_once_the_mock_accepts_requests():
    with started() as mock:
        assert get_json(mock.url + "/ok")["ok"] is True
        assert re.fullmatch(r"langgraph-mock \S+ listens on http://127\.0\.0\.1:[1-9]\d*\n", mock.first)


@pytest.mark.slow
def test_starting_costs_little_more_than_its_libraries():
    """Compared in CPU time with an interpreter that imports them, to be independent of the machine."""

    def serve():
        with started() as mock:
            get_json(mock.url + "/ok")

    def import_libraries():
        libraries = "import connexion, httpx, jsonschema_rs, orjson, uvicorn, yaml"
        subprocess.run([sys.executable, "-c", libraries], check=True)

    assert cpu_seconds(serve) < 3 * cpu_seconds(import_libraries)


def cpu_seconds(work):
    """Return the least CPU time of three attempts, for the processes that `work` starts."""
    times = []
    for _ in range(3):
        before = children_seconds()
        work()
        times.append(children_seconds() - before)
    return min(times)


def children_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_the_start_prints_the_url_of_the_docs_and_the_options():
    with started("--seed", 7, "--auth", "required") as mock:
        output = "".join(mock.process.stdout.readline() for _ in range(6))
        assert f"docs  {mock.url}/docs\n" in output
        assert "seed  7\n" in output
        assert "auth  required\n" in output
        assert "graphs  agent, failing, hitl, nested, slow\n" in output
        assert "\x1b" not in mock.first + output
        assert httpx.post(mock.url + "/threads/count", content=b"{}").status_code == 401


def test_the_start_prints_the_disabled_features():
    with started("--disable", " store, docs,") as mock:
        output = "".join(mock.process.stdout.readline() for _ in range(5))
        assert "without  docs, store\n" in output
        assert "/docs" not in output
        assert httpx.post(mock.url + "/store/items/search", content=b"{}").status_code == 404


@pytest.mark.parametrize("reload", [(), ("--reload",)])
def test_an_unknown_feature_is_one_clear_line(reload):
    result = invoke("--port", 0, "--disable", "store,cron", *reload)
    assert result.exit_code == 2
    assert result.stdout == ""
    problem = "langgraph-mock: --disable: unknown feature 'cron'; did you mean 'crons'?"
    assert result.stderr.startswith(problem)
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("reload", [(), ("--reload",)])
def test_ctrl_c_ends_it_without_output(reload):
    with started(*reload) as mock:
        get_json(mock.url + "/ok")
        mock.process.send_signal(signal.SIGINT)
        _, errors = mock.process.communicate(timeout=PATIENCE)
        assert errors == ""
        assert mock.process.returncode == 0


def test_ctrl_c_ends_it_without_output_while_streams_are_open():
    with started() as mock, ExitStack() as stack:
        thread = get_json(mock.url + "/threads", b"{}")["thread_id"]
        address = ("127.0.0.1", int(mock.url.rpartition(":")[2]))
        streams = [stack.enter_context(socket.create_connection(address)) for _ in range(100)]
        for stream in streams:
            stream.sendall(f"GET /threads/{thread}/stream HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert stream.recv(1000).startswith(b"HTTP/1.1 200 ")
        mock.process.send_signal(signal.SIGINT)
        _, errors = mock.process.communicate(timeout=PATIENCE)
        assert errors == ""
        assert mock.process.returncode == 0
        for stream in streams:
            assert stream.makefile("rb").read() == b"0\r\n\r\n"  # complete, not cut off


def test_the_same_seed_and_requests_give_the_same_bytes():
    def session():
        with started("--seed", 7) as mock:
            return [
                get_json(mock.url + "/threads", b'{"metadata": {"graph_id": "agent"}}'),
                get_json(mock.url + "/threads", b"{}"),
                get_json(mock.url + "/threads/search", b"{}"),
            ]

    assert session() == session()


@pytest.mark.slow
def test_the_mock_restarts_when_the_document_changes(foreign):
    with started("--reload", "--spec", foreign.path) as mock:
        assert served_version(mock.url) == "1.2.3"
        foreign.document["info"]["version"] = "1.2.4"
        foreign.path.write_text(json.dumps(foreign.document))
        deadline = time.monotonic() + PATIENCE
        while served_version(mock.url) != "1.2.4":
            assert time.monotonic() < deadline
            time.sleep(0.2)


def test_reload_costs_nothing_while_files_stay_and_restarts_soon_when_one_changes(own_graphs):
    graph = own_graphs.parent / "broken.py"
    with started("--config", own_graphs, "--reload") as mock:
        get_json(mock.url + "/ok")
        time.sleep(1)  # the served process still completes its start
        parent = mock.process.pid
        before = processes(parent)
        time.sleep(3)
        assert {pid: seconds - before[pid] for pid, seconds in processes(parent).items()} == {
            pid: pytest.approx(0, abs=0.03) for pid in before
        }
        graph.write_text("import nothing_else\n")
        deadline = time.monotonic() + PATIENCE
        while "nothing_else" not in mock.process.stderr.readline():
            assert time.monotonic() < deadline
        assert processes(parent).keys() != before.keys()


def processes(parent):
    """Return the processor time of a process and its children, by process id."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    fields = {
        pid: Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        for pid in (str(parent), *children)
    }
    return {pid: (int(each[11]) + int(each[12])) / os.sysconf("SC_CLK_TCK") for pid, each in fields.items()}


def test_info_logs_each_request_to_stderr():
    with started("--log-level", "info") as mock:
        get_json(mock.url + "/ok?check_db=1")
        mock.process.send_signal(signal.SIGINT)
        out, errors = mock.process.communicate(timeout=PATIENCE)
        assert '"GET /ok?check_db=1 HTTP/1.1" 200' in errors
        assert "GET" not in out


def test_a_port_that_is_taken_is_one_clear_line():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = invoke("--port", port)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == (
        f"langgraph-mock: can't listen on 127.0.0.1:{port}: the port is in use; use --port 0 for a free one\n"
    )


@pytest.fixture
def own_graphs(tmp_path):
    """Return a `langgraph.json` with one valid graph and one that cannot be imported."""
    (tmp_path / "mine.py").write_text("from mockserver.built_in.hitl import graph\n")
    (tmp_path / "broken.py").write_text("\nimport nothing_there\n")
    path = tmp_path / "langgraph.json"
    path.write_text(json.dumps({"graphs": {"mine": "./mine.py:graph", "broken": "./broken.py:graph"}}))
    return path


def ask_graph(url, graph_id):
    body = {"assistant_id": graph_id, "input": {"messages": ["hi"]}}
    return httpx.post(f"{url}/runs/wait", json=body, timeout=PATIENCE).json()


@pytest.mark.parametrize("reload", [(), pytest.param(("--reload",), marks=pytest.mark.slow)])
def test_the_users_graphs_are_added_and_a_broken_one_is_reported(own_graphs, reload):
    with started("--config", own_graphs, *reload) as mock:
        output = "".join(mock.process.stdout.readline() for _ in range(5))
        assert "graphs  agent, broken, failing, hitl, mine, nested, slow\n" in output
        get_json(mock.url + "/ok")
        assert "__interrupt__" in ask_graph(mock.url, "mine")
        assert "broken.py:2: ModuleNotFoundError" in json.dumps(ask_graph(mock.url, "broken"))
        mock.process.send_signal(signal.SIGINT)
        _, errors = mock.process.communicate(timeout=PATIENCE)
    messages = [line for line in errors.splitlines() if line.startswith("langgraph-mock: ")]
    problem = f"{own_graphs.parent / 'broken.py'}:2: ModuleNotFoundError: No module named 'nothing_there'"
    assert messages == [f"langgraph-mock: Graph 'broken' can't be served: {problem}"]


def test_the_users_graphs_replace_those_built_in(own_graphs):
    with started("--config", own_graphs, "--no-built-in") as mock:
        output = "".join(mock.process.stdout.readline() for _ in range(5))
        assert "graphs  broken, mine\n" in output


def test_no_graph_at_all_is_rejected():
    result = invoke("--port", 0, "--no-built-in")
    assert result.exit_code == 2
    assert result.stderr == (
        "langgraph-mock: --no-built-in requires --config FILE or --scenarios FILE: "
        "no graph would be left to serve\n"
    )


@pytest.mark.parametrize("reload", [(), ("--reload",)])
@pytest.mark.parametrize(
    ("text", "reason"),
    [(None, "No such file or directory"), ("{", "not valid JSON: "), ("{}", "graphs: must be an object")],
)
def test_a_config_that_is_missing_or_broken_is_one_clear_line(tmp_path, text, reason, reload):
    path = tmp_path / "langgraph.json"
    if text is not None:
        path.write_text(text)
    result = invoke("--port", 0, "--config", path, *reload)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"langgraph-mock: {path}: {reason}")
    assert result.stderr.count("\n") == 1


def test_the_mock_restarts_when_a_graph_changes(own_graphs):
    with started("--reload", "--config", own_graphs, "--no-built-in") as mock:
        assert "__interrupt__" in ask_graph(mock.url, "mine")
        time.sleep(1)  # uvicorn polls modification times in whole seconds, four times a second
        (own_graphs.parent / "mine.py").write_text("from mockserver.built_in.failing import graph\n")
        deadline = time.monotonic() + PATIENCE
        while "__error__" not in answer_or_nothing(mock.url, "mine"):
            assert time.monotonic() < deadline
            time.sleep(0.2)


def answer_or_nothing(url, graph_id):
    """Return the answer, or an empty string while the mock restarts and cuts connections."""
    try:
        return ask_graph(url, graph_id)
    except httpx.TransportError:
        return ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "No such file or directory"),
        ("{", "not YAML or JSON"),
        ("\x00", "not YAML or JSON"),
        ("[]", "'openapi' is missing"),
        ("openapi: 3.1.0\ninfo: {}", "'paths' is missing"),
        (
            "openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths: {}",
            "not a valid OpenAPI 3.1 document: openapi: ",
        ),
        (START + "paths: []", "not a valid OpenAPI 3.1 document: paths: "),
        (START + "paths: {/a: {get: 5}}", "not a valid OpenAPI 3.1 document: paths./a.get: "),
        (START + "paths: {/a: {get: {responses: {200: 5}}}}", "paths./a.get.responses.200: "),
        (START + "paths: {/a: {get: {parameters: [{$ref: '#/nowhere'}]}}}", "#/nowhere leads nowhere"),
        (START + "paths: {/a: {get: {parameters: [{$ref: 'http://a/b'}]}}}", "http://a/b leads nowhere"),
        (START + "paths: {/a: {post: " + NONSENSE + "}}", "not a valid JSON Schema"),
    ],
)
@pytest.mark.parametrize("reload", [(), ("--reload",)])
def test_a_document_that_is_missing_or_broken_is_one_clear_line(tmp_path, text, reason, reload):
    path = tmp_path / "document.yaml"
    if text is not None:
        path.write_text(text)
    result = invoke("--port", 0, "--spec", path, *reload)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"langgraph-mock: {path}: ")
    assert result.stderr.count("\n") == 1
    assert reason in result.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--port", "x"),
        ("--port", 65536),
        ("--auth", "maybe"),
        ("--seed", "x"),
        ("--pace", -1),
        ("--pace", "x"),
        ("--nothing",),
        ("word",),
    ],
)
def test_wrong_options_have_exit_code_2(options):
    result = invoke(*options)
    assert result.exit_code == 2
    assert "Error:" in result.stderr


def test_an_unknown_host_is_reported():
    result = invoke("--host", "nowhere.invalid", "--port", 0)
    assert result.exit_code == 2
    assert result.stderr.startswith("langgraph-mock: can't listen on nowhere.invalid:0: ")
    assert result.stderr.count("\n") == 1


def test_a_package_of_the_same_name_is_noticed(monkeypatch):
    monkeypatch.delattr(mockserver, "DISTRIBUTION")
    result = invoke("--port", 0)
    assert result.exit_code == 2
    assert "another distribution" in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_version_is_printed():
    assert invoke("--version").output == f"langgraph-mock, version {version('langgraph-contract')}\n"


def test_help_imports_nothing_of_the_server():
    code = "import sys, mockserver.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"connexion", "uvicorn", "starlette", "langgraph"}.isdisjoint(done.stdout.split())


class TestScenarios:
    def test_they_are_served_in_addition_to_the_built_in_graphs(self, tmp_path):
        (tmp_path / "mine.yaml").write_text("say: Hello {{ input }}")
        (tmp_path / "broken.yaml").write_text("sya: Hello")
        with started("--scenarios", tmp_path) as mock:
            rest = "".join(mock.process.stdout.readline() for _ in range(5))
            assert "graphs  agent, failing, hitl, mine, nested, slow\n" in rest
            assert ask_graph(mock.url, "mine")["messages"][-1]["content"] == "Hello hi"
            mock.process.send_signal(signal.SIGINT)
            _, errors = mock.process.communicate(timeout=PATIENCE)
        told = [line for line in errors.splitlines() if line.startswith("langgraph-mock: ")]
        problem = "unknown step 'sya'; did you mean 'say'?"
        assert told == [f"langgraph-mock: {tmp_path}/broken.yaml:1: {problem}"]

    def test_they_are_served_instead_of_the_built_in_graphs(self, tmp_path):
        (tmp_path / "mine.yaml").write_text("say: Hello")
        with started("--scenarios", tmp_path / "mine.yaml", "--no-built-in") as mock:
            rest = "".join(mock.process.stdout.readline() for _ in range(5))
            assert "graphs  mine\n" in rest

    def test_with_reload_a_change_is_served_within_a_second_and_threads_stay(self, tmp_path):
        file = tmp_path / "mine.yaml"
        file.write_text("say: Before")
        with started("--scenarios", tmp_path, "--reload") as mock:
            thread = get_json(mock.url + "/threads", b"{}")["thread_id"]
            assert [*say(mock.url, thread)] == ["hi", "Before"]
            file.write_text("say: After")
            deadline = time.monotonic() + PATIENCE
            while (texts := say(mock.url, thread))[-1] != "After":
                assert time.monotonic() < deadline
                time.sleep(0.05)
            assert texts[:2] == ["hi", "Before"]

    def test_a_path_that_does_not_exist_is_rejected(self, tmp_path):
        result = invoke("--scenarios", tmp_path / "nothing")
        assert result.exit_code == 2
        assert "does not exist" in result.stderr


def say(url, thread):
    body = {"assistant_id": "mine", "input": {"messages": ["hi"]}}
    state = httpx.post(f"{url}/threads/{thread}/runs/wait", json=body, timeout=PATIENCE).json()
    return [message["content"] for message in state["messages"]]


class TestValidate:
    def test_valid_files(self, tmp_path):
        (tmp_path / "a.yaml").write_text("say: Hello")
        (tmp_path / "b.yaml").write_text("say: Hello")
        result = invoke("validate", tmp_path)
        assert result.exit_code == 0
        assert result.stdout == "2 scenarios are valid: a, b\n"

    def test_one_valid_file(self, tmp_path):
        (tmp_path / "a.yaml").write_text("say: Hello")
        assert invoke("validate", tmp_path).stdout == "1 scenario is valid: a\n"

    def test_a_folder_without_scenarios_is_a_usage_error(self, tmp_path):
        result = invoke("validate", tmp_path)
        assert result.exit_code == 2
        assert result.stderr == "langgraph-mock: no scenario found: the folders have no .yaml or .yml file\n"

    def test_problems_are_lines_that_editors_understand(self, tmp_path):
        (tmp_path / "a.yaml").write_text("description: Mine\nsteps: 1\n")
        (tmp_path / "b.yaml").write_text("\nsya: Hello")
        result = invoke("validate", tmp_path / "a.yaml", tmp_path / "b.yaml")
        assert result.exit_code == 1
        first, second = result.stdout.splitlines()
        assert first.startswith(f"{tmp_path}/a.yaml:2: steps: ")
        assert second == f"{tmp_path}/b.yaml:2: unknown step 'sya'; did you mean 'say'?"

    def test_the_schema_is_printed_for_editors(self):
        result = invoke("validate", "--schema")
        assert result.exit_code == 0
        assert json.loads(result.stdout)["title"] == "Scenario"

    @pytest.mark.parametrize("arguments", [(), ("nothing.yaml",)])
    def test_no_file_is_a_usage_error(self, arguments):
        assert invoke("validate", *arguments).exit_code == 2

    def test_an_unknown_command_is_a_usage_error(self):
        result = invoke("validte")
        assert result.exit_code == 2
        assert "No such command 'validte'" in result.stderr


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("travel.yaml", "unknown command 'travel.yaml'; use --scenarios travel.yaml to serve it"),
        (".", "unknown command '.'; use --scenarios . to serve it"),
        ("langgraph.json", "unknown command 'langgraph.json'; use --config langgraph.json to serve it"),
        ("serve", "No such command 'serve'."),
    ],
)
def test_a_file_without_its_option_is_an_error_that_names_the_option(given, problem):
    result = CliRunner().invoke(main, [given])
    assert (result.exit_code, problem in result.output) == (2, True), result.output


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--keep-journal"], "--keep-journal requires --state FILE"),
        (
            ["--keep-journal", "--state", "state.db", "--no-control"],
            "--keep-journal and --no-control exclude each other: there is no journal",
        ),
    ],
)
def test_a_journal_is_kept_only_in_a_state_file(options, problem):
    result = CliRunner().invoke(main, [*options, "--port", "0"])
    assert (result.exit_code, result.output) == (2, f"langgraph-mock: {problem}\n")
