"""Tests of the layers: a folder imports only from the folders below it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS = {
    "langgraph_contract": (
        ("__main__",),
        ("commands", "pytest_plugin"),
        ("control_client", "async_control_client"),
        ("control_error", "control_requests", "hookspecs", "journal_table", "mock_process", "names"),
    ),
    "mockserver": (
        ("__main__",),
        ("cli",),
        ("ctl", "in_process", "recording"),
        ("server",),
        ("app",),
        ("control_plane", "scenario_reload"),
        ("http", "handlers"),
        ("control",),
        ("a2a", "events", "mcp"),
        ("runs",),
        ("graphs",),
        ("request_response",),
        ("state",),
        ("scenarios",),
        ("errors", "settings", "built_in"),
    ),
    "contract_tests": (
        ("__main__",),
        ("cli",),
        ("commands",),
        ("traffic", "conftest", "test_semantics", "test_shape"),
        ("runner",),
        ("checks", "survey"),
        ("generation",),
        ("actions",),
        ("comparison", "conformance", "harness"),
        ("report", "validation"),
        ("findings", "options"),
        ("client",),
        ("operation_groups",),
        ("contract", "har"),
        ("hookspecs", "text"),
    ),
}
"""Layers, top to bottom. A folder counts as one module, whose files may import each other."""

FOREIGN = {
    "langgraph_contract": {"cli", "conformance", "in_process", "settings"},
    "mockserver": {"contract", "har", "text"},
    "contract_tests": {"hookspecs"},
}
"""Modules of the other package that a package may import."""

FILES = [file for package in LAYERS for file in sorted((ROOT / package).rglob("*.py"))]


CHECKER = {str(file.relative_to(ROOT)) for file in FILES if "contract_tests" in file.parts}


def module_of(file):
    """Return package and module: `mockserver/http/request/body.py` -> `mockserver`, `http`."""
    package, *rest = file.relative_to(ROOT).with_suffix("").parts
    return package, rest[0]


def imported(file):
    """Yield package and module of each of our modules that the file imports, also inside functions."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = absolute(file, node)
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            package, _, rest = name.partition(".")
            if package in LAYERS:
                yield package, rest.partition(".")[0]


def absolute(file, node):
    if not node.level:
        return node.module
    here = file.relative_to(ROOT).with_suffix("").parts[: -node.level]
    return ".".join([*here, *([node.module] if node.module else [])])


def rank(package, module):
    return next(depth for depth, layer in enumerate(LAYERS[package]) if module in layer)


def test_a_module_imports_only_layers_below_its_own():
    wrong = [
        f"{file.relative_to(ROOT)} imports {package}.{module}"
        for file in FILES
        for package, module in imported(file)
        if not is_below(package, module, *module_of(file))
    ]
    assert wrong == []


def is_below(other_package, other, package, module):
    """Return whether the module may import the other one."""
    if other_package != package:
        return other in FOREIGN[package]
    if module in {"__init__", other} or not any(other in layer for layer in LAYERS[package]):
        return True
    return rank(package, other) > rank(package, module)


@pytest.mark.parametrize("package", LAYERS)
def test_every_module_has_a_layer_and_every_layer_exists(package):
    there = {
        file.relative_to(ROOT / package).with_suffix("").parts[0] for file in FILES if package in file.parts
    }
    assert there - {"__init__"} == {name for layer in LAYERS[package] for name in layer}


def test_no_folder_is_deeper_than_two_below_a_package():
    assert all(len(file.relative_to(ROOT).parts) <= 4 for file in FILES)


def test_libraries_that_change_often_are_imported_in_one_file_each():
    def users(library):
        return {
            str(file.relative_to(ROOT))
            for file in FILES
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in ([node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
            if name and name.split(".")[0] == library
        }

    assert users("schemathesis") == {"contract_tests/generation/valid_requests.py"}
    assert users("openapi_core") == {"contract_tests/validation/response.py"}
    assert users("traceback") & CHECKER == {"contract_tests/runner/verdict.py"}


def test_secrets_are_redacted_in_one_place():
    """Only `FactRedactor` and the readers of records make findings and results; only it redacts."""

    def callers(*names):
        return {
            file
            for file in CHECKER
            for node in ast.walk(ast.parse((ROOT / file).read_text()))
            if isinstance(node, ast.Call) and ast.unparse(node.func) in names
        }

    importers = {
        file
        for file in CHECKER
        if "contract_tests.findings.text_redactor import" in (ROOT / file).read_text()
    }
    readers = {"contract_tests/findings/result.py", "contract_tests/report/record.py"}
    assert importers == {"contract_tests/findings/fact_redactor.py"}
    assert callers("Finding", "Result") == {"contract_tests/findings/fact_redactor.py", *readers}
    assert callers("Report", "Report.of") == {
        "contract_tests/report/record.py",
        "contract_tests/runner/results.py",
        "contract_tests/traffic/judge.py",
    }
