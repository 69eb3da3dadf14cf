"""User graphs: `langgraph.json` and the files that it names."""

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

OWN_MODULE = """
    import contextlib
    from typing import Annotated, TypedDict
    from langchain_core.runnables import RunnableConfig
    from langgraph.graph import StateGraph
    from langgraph_sdk.runtime import ServerRuntime

    class State(TypedDict, total=False):
        said: str
        config: dict
        runtime: dict

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

    def of_two_runtimes(one: ServerRuntime, other: ServerRuntime):
        return compiled

    def of_three(config, runtime: ServerRuntime, more=None):
        return compiled

    def runtime_facts(runtime):
        return {
            "access": runtime.access_context,
            "user": runtime.user and runtime.user.identity,
            "context": getattr(runtime, "context", None),
            "executes": runtime.execution_runtime is runtime,
        }

    def of_runtime(runtime: ServerRuntime):
        return built(runtime=runtime_facts(runtime))

    def of_its_type(anything: ServerRuntime[dict]):
        return built(runtime=runtime_facts(anything))

    def of_annotated(anything: Annotated[ServerRuntime, "it"]):
        return built(runtime=runtime_facts(anything))

    def of_text(anything: "ServerRuntime"):
        return built(runtime=runtime_facts(anything))

    def of_union(anything: ServerRuntime | None):
        return built(runtime=runtime_facts(anything))

    def of_both(config: RunnableConfig, runtime: ServerRuntime):
        return built(runtime=runtime_facts(runtime), config=config["configurable"])

    async def of_both_the_other_way(runtime: ServerRuntime, *, config):
        return built(runtime=runtime_facts(runtime), config=config["configurable"])

    @contextlib.asynccontextmanager
    async def context_of_both(config, runtime: ServerRuntime):
        yield built(runtime=runtime_facts(runtime), config=config["configurable"])

    class Maker:
        def __call__(self, runtime: ServerRuntime, config):
            return built(runtime=runtime_facts(runtime), config=config["configurable"])

        def method(self, config, runtime: ServerRuntime):
            return self(runtime, config)

    maker = Maker()
    method = maker.method

    class OwnContext:
        def __init__(self, config, runtime: ServerRuntime):
            self.made = maker(runtime, config)

        async def __aenter__(self):
            return self.made

        async def __aexit__(self, *error):
            closed.append("own")

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
    """Return a function that writes a `langgraph.json` and files next to it, and returns its path."""

    def write(written, **files):
        for name, text in {"mine": OWN_MODULE, **files}.items():
            file = tmp_path / f"{name.replace('__', '/')}.py"
            file.parent.mkdir(exist_ok=True)
            file.write_text(dedent(text))
        path = tmp_path / "langgraph.json"
        path.write_text(written if isinstance(written, str) else json.dumps(written))
        return path

    return write


@pytest.fixture
def served(config):
    """Return a function that makes a world with the graphs of a `langgraph.json`."""

    def world(written, **files):
        kwargs = {"built_in": False, **files.pop("kwargs", {})}
        return World(graphs=graphs.mounted(read(config(written, **files))), **kwargs)

    return world


def run(world, graph_id, config=None, **kwargs):
    async def result():
        async with opened(world, graph_id, config, **kwargs) as graph:
            return {**await graph.ainvoke({}), "name": graph.name}

    return asyncio.run(result())


@pytest.mark.parametrize("place", ["./mine.py", "mine.py", "{folder}/mine.py", "mine"])
def test_a_graph_is_in_a_file_or_in_a_module(served, tmp_path, place):
    world = served({"graphs": {"a": f"{place.format(folder=tmp_path)}:compiled"}})
    assert run(world, "a")["said"] == "compiled"


@pytest.mark.parametrize("name", ["builder", "compiled", "function", "context"])
def test_a_graph_is_compiled_or_not_or_made_by_a_function(served, name):
    world = served({"graphs": {"a": f"./mine.py:{name}"}})
    assert run(world, "a") == {"said": name, "name": "a"}


@pytest.mark.parametrize("name", ["of_config", "of_config_or_not", "coroutine", "async_context"])
def test_a_function_that_takes_the_config_receives_it(served, name):
    world = served({"graphs": {"a": f"./mine.py:{name}"}})
    response = run(world, "a", {"configurable": {"colour": "red", "langgraph_auth_user_id": "forged"}})
    assert (response["said"], response["name"]) == (name, "a")
    assert response["config"] == {
        "colour": "red",
        "langgraph_auth_user": {"identity": "", "is_authenticated": False, "display_name": ""},
        "langgraph_auth_user_id": "",
        "langgraph_auth_permissions": [],
        "__is_for_execution__": False,
    }


@pytest.mark.parametrize("name", ["of_runtime", "of_its_type", "of_annotated", "of_text", "of_union"])
def test_a_runtime_parameter_is_found_by_its_type(served, name):
    world = served({"graphs": {"a": f"./mine.py:{name}"}})
    expected = {"access": "assistants.read", "user": "alice", "context": None, "executes": False}
    assert run(world, "a", owner="alice")["runtime"] == expected
    running = {"access": "threads.create_run", "context": {"colour": "red"}}
    expected = {**running, "user": "alice", "executes": True}
    assert run(world, "a", owner="alice", **running)["runtime"] == expected
    assert run(world, "a", **running)["runtime"] == {**expected, "user": None}


BOTH = ["of_both", "of_both_the_other_way", "context_of_both", "maker", "method", "OwnContext"]


@pytest.mark.parametrize("name", BOTH)
def test_a_function_or_an_object_may_take_both(served, name):
    world = served({"graphs": {"a": f"./mine.py:{name}"}})
    response = run(
        world, "a", {"configurable": {"colour": "red"}}, owner="alice", access="threads.create_run"
    )
    assert response["config"]["colour"] == "red"
    assert response["config"]["langgraph_auth_user"]["identity"] == "alice"
    assert response["runtime"]["executes"] is True


@pytest.mark.parametrize("name", ["context", "async_context"])
def test_a_context_manager_is_exited_after_the_run(served, name):
    world = served({"graphs": {"a": f"./mine.py:{name}", "closed": "./mine.py:number"}})
    run(world, "a")
    [module] = [one for key, one in sys.modules.items() if key.endswith("_mine")]
    assert module.closed == [name]


def test_a_graph_keeps_its_own_name(served):
    assert run(served({"graphs": {"a": "./mine.py:named"}}), "a")["name"] == "its own name"


def test_graph_may_have_a_description(config):
    graph = {"path": "./mine.py:compiled", "description": "What it does"}
    written = read(config({"graphs": {"a": graph, "b": "./mine.py:builder"}}))
    world = World(graphs=graphs.mounted(written), descriptions=written.descriptions)
    descriptions = [
        world.assistants.resolve("alice", graph_id).description for graph_id in ("a", "b", "agent")
    ]
    assert descriptions == ["What it does", None, None]


def test_graphs_of_one_file_share_it(served):
    count = "import os; os.environ['READ'] = os.environ.get('READ', '') + 'x'; from mine import *"
    served({"graphs": {"a": "./counting.py:compiled", "b": "./counting.py:builder"}}, counting=count)
    assert os.environ["READ"] == "x"


def test_files_with_the_same_name_are_separate_modules(served):
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
def test_the_environment_is_set_before_graphs_are_imported(served, tmp_path, env):
    (tmp_path / "some.env").write_text("# words\nexport WORD='red'\n")
    world = served({"env": env, "graphs": {"a": "./uses.py:graph"}}, uses=ENV)
    assert run(world, "a")["said"] == "red"


def test_graphs_override_built_in_ones(served):
    world = served(
        {"graphs": {"agent": "./mine.py:compiled", "mine": "./mine.py:builder"}}, kwargs={"built_in": True}
    )
    assert world.graph_ids == tuple(sorted([*GRAPH_IDS, "mine"]))
    assert run(world, "agent")["said"] == "compiled"


def test_no_built_in_serves_only_the_config(served):
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
        ("./mine.py:nothing", "'nothing' not found in "),
        ("./mine.py:number", "must be a graph or a function that returns one, not 5"),
        (
            "./mine.py:of_two",
            "takes at most a config and a runtime, which is annotated as ServerRuntime, not (",
        ),
        ("./mine.py:of_two_runtimes", "takes at most a config and a runtime"),
        ("./mine.py:of_three", "takes at most a config and a runtime"),
    ],
)
def test_broken_graph_names_file_and_line_and_other_graphs_run(served, graph, problem):
    world = served(
        {"graphs": {"broken": graph, "a": "./mine.py:compiled"}},
        broken="import os\n\nimport nothing_there\n",
        calls="import broken\n",
        syntax="graph = 5\ndef (\n",
        leaves="import sys\nsys.exit(3)\n",
    )
    [message] = graphs.broken(world)
    assert message.graph_id == "broken"
    assert problem in message.detail
    assert "\n" not in message.detail
    with pytest.raises(GraphIsBroken) as raised:
        run(world, "broken")
    assert raised.value.detail == message.detail
    assert run(world, "a")["said"] == "compiled"


@pytest.mark.parametrize(
    ("file", "advice"),
    [
        ("pyproject.toml", " (is the project installed here? pip install -e {folder})"),
        ("requirements.txt", " (is the project installed here? pip install -r {folder}/requirements.txt)"),
        ("README.md", ""),
    ],
)
def test_a_missing_module_names_the_remedy(served, tmp_path, file, advice):
    (tmp_path / file).touch()
    [message] = graphs.broken(served({"graphs": {"a": "./broken.py:graph"}}, broken="import nothing_there\n"))
    assert message.detail.endswith(f"No module named 'nothing_there'{advice.format(folder=tmp_path)}")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("failing", "KeyError: 'no\\nluck'"),
        ("of_nothing", "must be a graph or a function that returns one, not None"),
        ("of_itself", "returned another function"),
    ],
)
def test_factory_without_graph_fails_when_used(served, name, problem):
    world = served({"graphs": {"a": f"./mine.py:{name}"}})
    with pytest.raises(GraphIsBroken) as raised:
        run(world, "a")
    assert problem in raised.value.detail


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("{", "not valid JSON: "),
        ("\xff", "not valid JSON: "),
        ("[" * 100_000, "not valid JSON: "),
        ("[]", "must be an object"),
        ({}, "graphs: must be an object"),
        ({"graphs": []}, "graphs: must be an object"),
        ({"graphs": {}}, "graphs: must be an object"),
        ({"grahps": {}}, "graphs: must be an object with at least one graph, such as "),
        ({"graphs": {"a": 5}}, 'graphs.a: must be "path.py:name" or "a.module:name", not 5'),
        ({"graphs": {"a": "./mine.py"}}, "graphs.a: must be "),
        ({"graphs": {"a": ":name"}}, "graphs.a: must be "),
        ({"graphs": {"a": {}}}, "graphs.a.path: must be "),
        ({"graphs": {"a": {"path": "mine.py"}}}, "graphs.a.path: must be "),
        ({"graphs": {"a": {"path": "mine:a", "description": 5}}}, "graphs.a.description: must be a string"),
        ({"dependencies": "."}, "dependencies: must be a list of strings"),
        ({"dependencies": [5]}, "dependencies: must be a list of strings"),
        ({"env": 5}, "env: must be the path of a file or an object of strings"),
        ({"env": "./binary"}, "env: "),
        ({"env": {"A": 5}}, "env.A: must be a string"),
        ({"env": {"A": "\0"}}, "env.A: must be a string"),
        ({"env": {"A=B": "c"}}, "env.A=B: not a valid name of a variable"),
    ],
)
def test_invalid_file_is_rejected_with_the_field(config, tmp_path, written, message):
    (tmp_path / "binary").write_bytes(b"A=\xff\xfe")
    if isinstance(written, dict) and written.keys().isdisjoint({"graphs", "grahps"}) and written:
        written = {"graphs": {"a": "./mine.py:compiled"}, **written}
    path = config(written)
    with pytest.raises(BrokenConfig) as raised:
        read(path)
    assert str(raised.value).startswith(f"{path}: {message}")


@pytest.mark.parametrize(
    ("written", "warnings"),
    [
        ({}, []),
        ({"$schema": "https://x", "dependencies": ["."], "env": {"A": "b"}}, []),
        ({"env": ["A"]}, []),
        ({"env": ".env"}, ["env: file {folder}/.env not found; no variables are set"]),
        ({"env": "nowhere/.env"}, ["env: file {folder}/nowhere/.env not found; no variables are set"]),
        ({"dependencies": [".", "./nowhere"]}, ["dependencies[1]: folder ./nowhere not found"]),
        (
            {"auth": {"path": "x"}, "python_version": "3.12"},
            ["ignored by langgraph-mock: auth, python_version"],
        ),
        ({"dependancies": ["."]}, ["ignored by langgraph-mock: dependancies (did you mean 'dependencies'?)"]),
        ({"Env": {}}, ["ignored by langgraph-mock: Env (did you mean 'env'?)"]),
        ({"chekpointer": {}}, ["ignored by langgraph-mock: chekpointer (did you mean 'checkpointer'?)"]),
        ({"quite": 1}, ["ignored by langgraph-mock: quite (unknown)"]),
        (
            {"graphs": {"a": {"path": "./mine.py:compiled", "descripton": "x"}}},
            ["ignored by langgraph-mock: graphs.a.descripton (did you mean 'description'?)"],
        ),
        (
            {"env": ".env", "store": {}},
            ["env: file {folder}/.env not found; no variables are set", "ignored by langgraph-mock: store"],
        ),
    ],
)
def test_ignored_field_is_a_warning(config, tmp_path, written, warnings):
    path = config({"graphs": {"a": "./mine.py:compiled"}, **written})
    assert read(path).warnings == tuple(f"{path}: {each.format(folder=tmp_path)}" for each in warnings)


def test_a_misspelt_key_of_the_graphs_is_named(config):
    path = config({"grahps": {"a": "./mine.py:compiled"}})
    with pytest.raises(BrokenConfig, match="is 'grahps' misspelt"):
        read(path)


def test_the_assistant_of_a_graph_has_its_name(served):
    world = served({"graphs": {"a": "./mine.py:named", "b": "./mine.py:compiled", "c": "./mine.py:function"}})
    names = [world.assistants.resolve("alice", graph_id).name for graph_id in ("a", "b", "c")]
    assert names == ["its own name", "b", "c"]


def test_missing_file_is_reported(tmp_path):
    with pytest.raises(BrokenConfig, match="No such file or directory"):
        read(tmp_path / "langgraph.json")


def test_reading_it_imports_nothing_of_langgraph():
    code = "import mockserver.graphs.langgraph_json, sys; sys.exit('langgraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
