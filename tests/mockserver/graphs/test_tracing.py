"""Tracing: runs send nothing to LangSmith, even if the environment, the project or the graph enables it."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from textwrap import dedent

import httpx
import pytest

from mockserver.graphs.tracing import SWITCHES, without_switches
from patience import PATIENCE
from sweep import sweep


class Listener:
    """Server that accepts connections on a port and counts them."""

    def __init__(self):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._respond, args=[connection], daemon=True).start()

    def _respond(self, connection):
        """Respond, and read until the client closes: closing first could reset the connection too early."""
        with connection, suppress(ConnectionError):
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}")
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65_536):
                pass

    def close(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture
def langsmith():
    listener = Listener()
    yield listener
    listener.close()


def everything(url, *, replicas=True):
    """Return all variables that enable tracing, and those that set its destination.

    With `replicas`, langsmith refuses to create a client.
    """
    switches = {name: "true" for name in SWITCHES if not name.endswith(("MODE", "HANDLER", "DISABLED"))}
    destinations = {
        f"{namespace}_{name}": value
        for namespace in ("LANGSMITH", "LANGCHAIN")
        for name, value in {
            "API_KEY": "k",
            "ENDPOINT": url,
            "PROJECT": "p",
            "TRACING_BACKGROUND": "true",
            "TRACING_SAMPLING_RATE": "1",
            "TEST_TRACKING": "true",
        }.items()
    }
    otel = {"OTEL_EXPORTER_OTLP_ENDPOINT": url, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": url}
    if replicas:
        destinations["LANGSMITH_RUNS_ENDPOINTS"] = json.dumps({url: "k"})
    return {
        **switches,
        **destinations,
        **otel,
        "LANGCHAIN_HANDLER": "langchain",
        "LANGSMITH_TRACING_MODE": "hybrid",
        "LANGCHAIN_SESSION": "s",
        "LANGCHAIN_CALLBACKS_BACKGROUND": "true",
    }


def enough(url):
    """Return the variables that a user sets to enable tracing."""
    return {"LANGSMITH_TRACING": "true", "LANGSMITH_ENDPOINT": url, "LANGSMITH_API_KEY": "k"}


def environment(**more):
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LANG", "OTEL"))}
    return {**plain, **more}


EAGER = """
    import os
    os.environ.update(LANGSMITH_TRACING="true", LANGCHAIN_TRACING_V2="true", LANGCHAIN_TRACING="true")

    import asyncio
    import threading
    from typing import TypedDict

    import langsmith
    from langchain_core.language_models import FakeListChatModel
    from langchain_core.tracers.context import tracing_v2_enabled
    from langchain_core.tracers.langchain import LangChainTracer, wait_for_all_tracers
    from langgraph.graph import StateGraph

    client = langsmith.Client(**{})
    tracer = LangChainTracer(client=client)
    model = FakeListChatModel(responses=["hi"])

    class State(TypedDict, total=False):
        said: str

    @langsmith.traceable
    def traced():
        return "traced"

    @langsmith.traceable(enabled=True)
    def always_traced():
        return "traced"

    def in_a_thread():
        model.invoke("in a thread", {"callbacks": [tracer]})
        with langsmith.tracing_context(enabled=True):
            always_traced()

    async def send():
        await langsmith.AsyncClient().create_run("it", {"said": "it"}, "chain")

    def node(state):
        model.invoke("plain")
        model.invoke("with a tracer", {"callbacks": [tracer]})
        with tracing_v2_enabled(client=client):
            model.invoke("with a block")
        with langsmith.tracing_context(enabled=True):
            traced()
            always_traced()
        traced()
        client.create_run("it", {"said": "it"}, "chain", id=langsmith.uuid7())
        langsmith.RunTree(name="it", inputs={"said": "it"}, ls_client=client).post()
        asyncio.run(send())
        if THREADS:
            thread = threading.Thread(target=in_a_thread)
            thread.start()
            thread.join()
        client.flush()
        wait_for_all_tracers()
        return {"said": "all of it"}

    model.invoke("while it is imported")
    graph = StateGraph(State).add_node("node", node).add_edge("__start__", "node").compile()
    graph = graph.with_config(callbacks=[tracer])
"""


@pytest.fixture
def eager(tmp_path, langsmith):
    """Return a function that writes a project whose graph tries every way to trace."""

    def write(env=None, *, threads=True):
        (tmp_path / "eager.py").write_text(f"THREADS = {threads}\n{dedent(EAGER)}")
        path = tmp_path / "langgraph.json"
        path.write_text(json.dumps({"env": env or {}, "graphs": {"eager": "./eager.py:graph"}}))
        return path

    return write


def ran(options, env, graph, values):
    """Return the result of a run on a new mock, after the mock has exited."""
    command = [sys.executable, "-m", "mockserver", "--port", "0", "--pace", "0", *map(str, options)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    ) as mock:
        try:
            url = re.search(r"http://\S+", mock.stdout.readline())[0]
            body = {"assistant_id": graph, "input": values}
            return httpx.post(f"{url}/runs/wait", json=body, timeout=PATIENCE).json()
        finally:
            mock.terminate()
            mock.communicate(timeout=PATIENCE)


AGENT = ("agent", {"messages": [{"role": "user", "content": "tool please"}]})


def test_mock_never_sends_traces_by_environment(langsmith):
    response = ran([], environment(**everything(langsmith.url)), *AGENT)
    assert response["messages"][-1]["type"] == "ai"
    assert langsmith.connections == 0


def test_the_mock_sends_traces_if_that_is_allowed(langsmith):
    response = ran(["--allow-tracing"], environment(**enough(langsmith.url)), *AGENT)
    assert response["messages"][-1]["type"] == "ai"
    assert langsmith.connections > 0


@pytest.mark.parametrize("of", sweep(["process", "project"], "project"))
def test_no_way_of_tracing_sends_anything(eager, langsmith, tmp_path, of):
    variables = everything(langsmith.url, replicas=False)
    (tmp_path / "it.env").write_text("".join(f"{name}='{value}'\n" for name, value in variables.items()))
    path = eager({"process": None, "project": "it.env"}[of])
    destinations = {
        name: value for name, value in variables.items() if name.endswith(("_ENDPOINT", "_API_KEY"))
    }
    env = environment(**(variables if of == "process" else destinations))
    assert ran(["--config", path], env, "eager", {}) == {"said": "all of it"}
    assert langsmith.connections == 0


@pytest.mark.slow
def test_every_way_of_tracing_sends_if_allowed(eager, langsmith):
    env = environment(**enough(langsmith.url))
    assert ran(["--config", eager(), "--allow-tracing"], env, "eager", {}) == {"said": "all of it"}
    assert langsmith.connections > 0


def test_keys_and_endpoints_of_a_project_stay():
    assert without_switches({"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": "k", "A": "b"}) == {
        "LANGSMITH_API_KEY": "k",
        "A": "b",
    }


TESTS = """
import os
from pathlib import Path

import httpx
import pytest

BEFORE = dict(os.environ)

@pytest.mark.parametrize("number", range(2))
def test_an_agent(langgraph_mock, number):
    messages = [{"role": "user", "content": "tool please"}]
    body = {"assistant_id": "agent", "input": {"messages": messages}}
    values = httpx.post(f"{langgraph_mock.url}/runs/wait", json=body, timeout=None).json()
    assert values["messages"][-1]["type"] == "ai", values

@pytest.mark.langgraph_mock(config=Path("langgraph.json"))
def test_a_graph(langgraph_mock):
    body = {"assistant_id": "eager", "input": {}}
    values = httpx.post(f"{langgraph_mock.url}/runs/wait", json=body, timeout=None).json()
    assert values == {"said": "all of it"}
    assert os.environ["OF_THE_PROJECT"] == "yes"
    assert os.environ["LANGGRAPH_API_URL"] == langgraph_mock.url

def test_the_environment_is_as_it_was():
    now = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    assert now == {name: value for name, value in BEFORE.items() if name != "PYTEST_CURRENT_TEST"}
"""

OWN = """
import langsmith

def test_the_users_own_code_is_traced_as_ever(langgraph_mock):
    import httpx
    body = {"assistant_id": "agent", "input": {"messages": ["hi"]}}
    assert httpx.post(f"{langgraph_mock.url}/runs/wait", json=body, timeout=None).is_success

    @langsmith.traceable
    def mine():
        return 1

    mine()
    langsmith.Client().flush()
"""


def checked(folder, tests, env):
    (folder / "test_it.py").write_text(tests)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py"]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, env=env)


@pytest.mark.slow
def test_the_fixture_sends_nothing_and_leaves_the_environment_alone(eager, langsmith, tmp_path):
    variables = everything(langsmith.url, replicas=False)
    eager({**variables, "OF_THE_PROJECT": "yes"}, threads=False)
    run = checked(tmp_path, TESTS, environment(**variables))
    assert run.returncode == 0, run.stdout
    assert langsmith.connections == 0


@pytest.mark.slow
def test_the_fixture_keeps_the_users_tracing(langsmith, tmp_path):
    run = checked(tmp_path, OWN, environment(**enough(langsmith.url)))
    assert run.returncode == 0, run.stdout
    assert langsmith.connections > 0


def test_the_mock_of_the_checker_sends_nothing(langsmith):
    checks = ["--check", "runs.command.update"]
    command = [sys.executable, "-m", "contract_tests", "--mock", "--workers", "1", *checks]
    env = environment(**everything(langsmith.url))
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert run.returncode == 0, run.stdout + run.stderr
    assert langsmith.connections == 0
