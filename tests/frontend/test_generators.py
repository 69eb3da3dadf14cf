"""Tests of generated clients: they keep every part of the contract, type-check, and work with a mock."""

import importlib
import os
import re
import subprocess
import sys
from enum import EnumType
from pathlib import Path

import httpx
import pytest

from contract_tests import contract

CONTRACT = contract.load()
OPERATIONS = set(CONTRACT.by_id)
SCHEMAS = CONTRACT.document["components"]["schemas"]
OBJECTS = {name: set(schema["properties"]) for name, schema in SCHEMAS.items() if schema.get("properties")}
"""Field names by schema."""
ENUMERATIONS = {name: schema["enum"] for name, schema in SCHEMAS.items() if "enum" in schema}
"""Values by schema."""
PROGRAMS = Path(__file__).parent / "generators"
GUIDE = Path(__file__).parents[2] / "spec" / "README.md"


def recommended(tool):
    """Return the command that the guide recommends, split into words."""
    [command] = re.findall(rf"^(?:npx )?{tool} .*$", GUIDE.read_text(), re.MULTILINE)
    return command.split()


def run(command, folder, **variables):
    """Run a program, assert that it succeeds, and return its output."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(folder), **variables}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def generate(tool, folder, url):
    """Generate a client from the document that the mock serves."""
    (folder / "openapi.json").write_bytes(httpx.get(f"{url}/openapi.json").content)
    printed = run(recommended(tool), folder)
    assert "warning" not in printed.lower(), printed


@pytest.fixture(scope="session")
def python(tmp_path_factory, python_tool, fast_url):
    """Return the folder with the output of both Python generators and the programs that use it."""
    folder = tmp_path_factory.mktemp("python")
    for tool in ("openapi-python-client", "datamodel-codegen"):
        python_tool(tool)
        generate(tool, folder, fast_url)
    for program in PROGRAMS.glob("with_*.py"):
        (folder / program.name).write_bytes(program.read_bytes())
    return folder


@pytest.fixture
def imported(python, monkeypatch):
    """Return a function that imports a generated module."""
    monkeypatch.syspath_prepend(python)
    return importlib.import_module


@pytest.fixture(scope="session")
def typescript(typed_project, fast_url):
    """Return the folder with the generated types and the compiled program that uses them."""
    generate("openapi-typescript", typed_project, fast_url)
    run(["npx", "tsc"], typed_project)
    return typed_project


def without_case(names):
    """Return `names` with lower-case keys, because generators write `A2aPart` as `A2APart`."""
    return {name.lower(): value for name, value in names.items()}


class TestOpenapiPythonClient:
    def test_has_every_operation(self, python):
        modules = {file.stem for file in (python / "langgraph_client" / "api").glob("*/*.py")}
        assert modules - {"__init__"} == OPERATIONS

    def test_has_every_field_of_every_schema(self, python):
        files = (python / "langgraph_client" / "models").glob("*.py")
        generated = {}
        for text in (file.read_text() for file in files):
            if named := re.search(r"^class (\w+)", text, re.MULTILINE):
                generated[named[1]] = set(re.findall(r'\bd\.pop\(\s*"([^"]+)"', text))
        generated = without_case(generated)
        assert {name: generated.get(name.lower()) for name in OBJECTS} == OBJECTS

    def test_has_every_value_of_every_enumeration(self, imported):
        models = without_case(vars(imported("langgraph_client.models")))
        generated = {name: [member.value for member in models[name.lower()]] for name in ENUMERATIONS}
        assert {name: set(values) for name, values in generated.items()} == {
            name: set(values) for name, values in ENUMERATIONS.items()
        }

    def test_calls_the_mock(self, python, fast_url):
        run([sys.executable, "with_client.py"], python, TARGET=fast_url)


class TestDatamodelCodeGenerator:
    def test_has_every_field_of_every_schema(self, imported):
        models = vars(imported("langgraph_models"))
        generated = {
            name: {field.alias or own for own, field in models[name].model_fields.items()} for name in OBJECTS
        }
        assert generated == OBJECTS

    def test_has_every_value_of_every_enumeration(self, imported):
        models = vars(imported("langgraph_models"))
        assert {name: [each.value for each in models[name]] for name in ENUMERATIONS} == ENUMERATIONS

    def test_adds_no_numbered_names(self, imported):
        classes = {name for name, value in vars(imported("langgraph_models")).items() if is_class(value)}
        assert not {name for name in classes - SCHEMAS.keys() if re.fullmatch(r".*\D\d+", name)}

    def test_calls_the_mock(self, python, fast_url):
        run([sys.executable, "with_models.py"], python, TARGET=fast_url)


def is_class(value):
    return isinstance(value, (type, EnumType))


class TestOpenapiTypescript:
    def test_has_every_operation(self, typescript):
        operations = (typescript / "langgraph.ts").read_text().split("export interface operations {")[1]
        assert set(re.findall(r"^    (\w+): \{$", operations, re.MULTILINE)) == OPERATIONS

    def test_has_every_field_of_every_schema(self, typescript):
        text = (typescript / "langgraph.ts").read_text()
        components = text.split("    schemas: {\n")[1].split("\n    };\n")[0]
        parts = re.split(r"^        (\w+): ", components, flags=re.MULTILINE)[1:]
        schemas = dict(zip(parts[::2], parts[1::2], strict=True))
        assert schemas.keys() == SCHEMAS.keys()
        fields = {
            name: set(re.findall(r'^            "?([\w-]+)"?\??: ', schemas[name], re.MULTILINE))
            for name in OBJECTS
        }
        assert fields == OBJECTS
        assert "Record<string, never>" not in components

    def test_calls_the_mock(self, typescript, fast_url):
        run(["node", "built/client.js"], typescript, TARGET=fast_url)


def test_python_client_type_checks(python, python_tool):
    python_tool("mypy")
    # client.py and types.py are templates of the generator and do not depend on the document
    programs = ["with_client.py", "with_models.py", "langgraph_models.py"]
    packages = ["langgraph_client/api", "langgraph_client/models"]
    run(["mypy", "--follow-imports=silent", "--no-incremental", *programs, *packages], python)
