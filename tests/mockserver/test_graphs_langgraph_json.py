"""The user's own graphs: `langgraph.json`, and what it names."""

import asyncio
import json
import os
import subprocess
import sys
from textwrap import dedent

import pytest

from mockserver import graphs
from mockserver.built_in import GRAPH_IDS
from mockserver.errors import GraphIsBroken, GraphNotFound
from mockserver.graphs.langgraph_json import BrokenConfig, read
from mockserver.graphs.registry import opened
from mockserver.state.world import World

MINE = """
    import contextlib
    from typing import TypedDict
    from langgraph.graph import StateGraph

    class State(TypedDict, total=False):
        said: str
        config: dict

    closed = []

    def built(**said):
        def node(state):
            return said
        return StateGraph(State).add_node("node", node).add_edge("__start__", "node")

    builder = built(said="builder")
    compiled = built(said="compiled").compile()
    named = built(said="named").compile(name="its own name")
    number = 5

    def function():
        return built(said="function")

    def of_config(config):
        return built(said="of_config", config=config["configurable"]).compile()

    def of_config_or_not(config=None):
        return built(said="of_config_or_not", config=config["configurable"]).compile()

    async def coroutine(config):
        return built(said="coroutine", config=config["configurable"])

    @contextlib.asynccontextmanager
    async def async_context(config):
        yield built(said="async_context", config=config["configurable"])
        closed.append("async_context")

    @contextlib.contextmanager
    def context():
        yield built(said="context")
        closed.append("context")

    def of_two(config, more):
        return compiled

    def of_runtime(runtime: "ServerRuntime"):
        return compiled

    def of_nothing():
        return None

    def of_itself():
        return of_itself

    def failing(config):
        raise KeyError("no\\nluck")
"""


@pytest.fixture(autouse=True)
def _process_as_it_was(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(os, "environ", os.environ.copy())
    loaded = set(sys.modules)
    yield
    for name in set(sys.modules) - loaded:
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


@pytest.fixture
def config(tmp_path):
    """Writes a `langgraph.json` and files beside it, and gives its path."""

    def write(written, **files):
        for name, text in {"mine": MINE, **files}.items():
            file = tmp_path / f"{name.replace('__', '/')}.py"
            file.parent.mkdir(exist_ok=True)
            file.write_text(dedent(text))
        path = tmp_path / "langgraph.json"
        path.write_text(written if isinstance(written, str) else json.dumps(written))
        return path

    return write


@pytest.fixture
def served(config):
    """A world with the graphs."""

    def world(written, **files):
        words = {"built_in": False, **files.pop("words", {})}
        return World(graphs=graphs.mounted(read(config(written, **files))), **words)

    return world


def run(world, graph_id, config=None):
    async def result():
        async with opened(world, graph_id, config) as graph:
            return {**await graph.ainvoke({}), "name": graph.name}

    return asyncio.run(result())


@pytest.mark.parametrize("place", ["./mine.py", "mine.py", "{folder}/mine.py", "mine"])
def test_a_graph_is_in_a_file_or_in_a_module(served, tmp_path, place):
    world = served({"graphs": {"a": f"{place.format(folder=tmp_path)}:compiled"}})
    assert run(world, "a")["said"] == "compiled"


@pytest.mark.parametrize("name", ["builder", "compiled", "function", "context"])
def test_a_graph_is_compiled_or_not_or_what_a_function_makes(served, name):
    world = served({"graphs": {"a": f"./mine.py:{name}"}})
    assert run(world, "a") == {"said": name, "name": "a"}


@pytest.mark.parametrize("name", ["of_config", "of_config_or_not", "coroutine", "async_context"])
def test_a_function_that_takes_the_config_is_given_it(served, name):
    world = served({"graphs": {"a": f"./mine.py:{name}"}})
    assert run(world, "a") == {"said": name, "config": {}, "name": "a"}
    given = {"configurable": {"colour": "red"}}
    assert run(world, "a", given) == {"said": name, "config": given["configurable"], "name": "a"}


@pytest.mark.parametrize("name", ["context", "async_context"])
def test_a_context_manager_is_left_after_the_run(served, name):
    world = served({"graphs": {"a": f"./mine.py:{name}", "closed": "./mine.py:number"}})
    run(world, "a")
    [module] = [one for key, one in sys.modules.items() if key.endswith("_mine")]
    assert module.closed == [name]


def test_a_graph_keeps_its_own_name(served):
    assert run(served({"graphs": {"a": "./mine.py:named"}}), "a")["name"] == "its own name"


def test_it_may_be_described(config):
    graph = {"path": "./mine.py:compiled", "description": "What it does"}
    written = read(config({"graphs": {"a": graph, "b": "./mine.py:builder"}}))
    world = World(graphs=graphs.mounted(written), descriptions=written.descriptions)
    told = [world.assistants.resolve("alice", graph_id).description for graph_id in ("a", "b", "agent")]
    assert told == ["What it does", None, None]


def test_graphs_of_one_file_share_it(served):
    count = "import os; os.environ['READ'] = os.environ.get('READ', '') + 'x'; from mine import *"
    served({"graphs": {"a": "./counting.py:compiled", "b": "./counting.py:builder"}}, counting=count)
    assert os.environ["READ"] == "x"


def test_files_of_one_name_are_two(served):
    written = {"dependencies": ["."], "graphs": {"a": "./one/graph.py:graph", "b": "./two/graph.py:graph"}}
    one, two = (f"from mine import built\ngraph = built(said='{name}')" for name in ("one", "two"))
    world = served(written, one__graph=one, two__graph=two)
    assert (run(world, "a")["said"], run(world, "b")["said"]) == ("one", "two")


def test_dependencies_are_folders_to_import_from_and_packages_are_left_alone(served):
    written = {"dependencies": [".", "./library", "langchain>=1"], "graphs": {"a": "./uses.py:graph"}}
    uses = "from in_library import word\nfrom mine import built\ngraph = built(said=word)"
    world = served(written, uses=uses, library__in_library="word = 'imported'")
    assert run(world, "a")["said"] == "imported"


ENV = "import os\nfrom mine import built\ngraph = built(said=os.environ['WORD'])"


@pytest.mark.parametrize("env", [{"WORD": "red"}, "./some.env"])
def test_the_environment_is_there_when_graphs_are_imported(served, tmp_path, env):
    (tmp_path / "some.env").write_text("# words\nexport WORD='red'\n")
    world = served({"env": env, "graphs": {"a": "./uses.py:graph"}}, uses=ENV)
    assert run(world, "a")["said"] == "red"


def test_they_come_beside_those_built_in_and_go_first(served):
    world = served(
        {"graphs": {"agent": "./mine.py:compiled", "mine": "./mine.py:builder"}}, words={"built_in": True}
    )
    assert world.graph_ids == tuple(sorted([*GRAPH_IDS, "mine"]))
    assert run(world, "agent")["said"] == "compiled"


def test_they_come_instead_of_those_built_in(served):
    world = served({"graphs": {"mine": "./mine.py:builder"}})
    assert world.graph_ids == ("mine",)
    with pytest.raises(GraphNotFound):
        run(world, "agent")


@pytest.mark.parametrize(
    ("graph", "problem"),
    [
        ("./broken.py:graph", "broken.py:3: ModuleNotFoundError: No module named 'nothing_there'"),
        ("./calls.py:graph", "broken.py:3: ModuleNotFoundError: No module named 'nothing_there'"),
        ("./syntax.py:graph", "syntax.py:2: SyntaxError: "),
        ("./leaves.py:graph", "leaves.py:2: SystemExit: 3"),
        ("./nowhere.py:graph", "FileNotFoundError: "),
        ("./agent.ts:graph", "ImportError: "),
        ("nowhere:graph", "ModuleNotFoundError: No module named 'nowhere'"),
        ("./mine.py:nothing", "there is no 'nothing' in "),
        ("./mine.py:number", "must be a graph, or a function that makes one, not 5"),
        ("./mine.py:of_two", "takes nothing or the config, not (config, more)"),
        ("./mine.py:of_runtime", "takes nothing or the config, not (runtime)"),
    ],
)
def test_one_that_is_broken_is_told_with_file_and_line_and_keeps_no_other_from_running(
    served, graph, problem
):
    world = served(
        {"graphs": {"broken": graph, "a": "./mine.py:compiled"}},
        broken="import os\n\nimport nothing_there\n",
        calls="import broken\n",
        syntax="graph = 5\ndef (\n",
        leaves="import sys\nsys.exit(3)\n",
    )
    [told] = graphs.broken(world)
    assert told.graph_id == "broken"
    assert problem in told.detail
    assert "\n" not in told.detail
    with pytest.raises(GraphIsBroken) as refused:
        run(world, "broken")
    assert refused.value.detail == told.detail
    assert run(world, "a")["said"] == "compiled"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("failing", "mine.py:57: KeyError: 'no\\nluck'"),
        ("of_nothing", "must be a graph, or a function that makes one, not None"),
        ("of_itself", "made another function"),
    ],
)
def test_a_function_that_makes_no_graph_is_told_when_one_is_needed(served, name, problem):
    world = served({"graphs": {"a": f"./mine.py:{name}"}})
    with pytest.raises(GraphIsBroken) as refused:
        run(world, "a")
    assert problem in refused.value.detail


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{", "no JSON: "),
        ("\xff", "no JSON: "),
        ("[" * 100_000, "no JSON: "),
        ("[]", "must be an object"),
        ({}, "graphs: must be an object"),
        ({"graphs": []}, "graphs: must be an object"),
        ({"graphs": {}}, "graphs: must be an object"),
        ({"graphs": {"a": 5}}, 'graphs.a: must be "path.py:name" or "a.module:name", not 5'),
        ({"graphs": {"a": "./mine.py"}}, "graphs.a: must be "),
        ({"graphs": {"a": ":name"}}, "graphs.a: must be "),
        ({"graphs": {"a": {}}}, "graphs.a.path: must be "),
        ({"graphs": {"a": {"path": "mine.py"}}}, "graphs.a.path: must be "),
        ({"graphs": {"a": {"path": "mine:a", "description": 5}}}, "graphs.a.description: must be a string"),
        ({"dependencies": "."}, "dependencies: must be a list of strings"),
        ({"dependencies": [5]}, "dependencies: must be a list of strings"),
        ({"dependencies": [".", "./nowhere"]}, "dependencies[1]: there is no folder ./nowhere"),
        ({"env": 5}, "env: must be the path of a file, or an object of strings"),
        ({"env": "./nowhere"}, "env: there is no file "),
        ({"env": "./binary"}, "env: "),
        ({"env": {"A": 5}}, "env.A: must be a string"),
        ({"env": {"A": "\0"}}, "env.A: must be a string"),
        ({"env": {"A=B": "c"}}, "env.A=B: can't be the name of a variable"),
    ],
)
def test_a_file_that_is_wrong_is_told_with_the_field(config, tmp_path, written, told):
    (tmp_path / "binary").write_bytes(b"A=\xff\xfe")
    if isinstance(written, dict) and "graphs" not in written and written:
        written = {"graphs": {"a": "./mine.py:compiled"}, **written}
    path = config(written)
    with pytest.raises(BrokenConfig) as refused:
        read(path)
    assert str(refused.value).startswith(f"{path}: {told}")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BrokenConfig, match="No such file or directory"):
        read(tmp_path / "langgraph.json")


def test_reading_it_imports_nothing_of_langgraph():
    code = "import mockserver.graphs.langgraph_json, sys; sys.exit('langgraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
