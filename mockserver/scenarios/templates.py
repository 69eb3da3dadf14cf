"""Text with `{{ ... }}`: a sandboxed subset of Jinja whose cost is bounded for any template.

The subset has no assignments, macros, imports, nested loops or `**`, and only the calls in `METHODS`. Loops
and output are limited. What remains costs about as much as its source is long and its variables are large.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_SOURCE_CHARS = 20_000
MAX_OUTPUT_CHARS = 1_000_000
MAX_LOOP_STEPS = 10_000
"""Maximum steps of a loop, and numbers of a `range`."""
MAX_JOINS = 50
"""Maximum number of `~` and `+` in a template."""
MAX_NUMBER = 10**15
"""Largest operand of a calculation."""

MAX_QUOTED_CHARS = 100
"""Characters of a template that an error repeats."""

VARIABLES = ("answer", "args", "input", "item", "n", "result", "state", "turn")

METHODS = frozenset(
    {"endswith", "get", "items", "keys", "lower", "split", "startswith", "strip", "upper", "values"}
)

SYNTAX = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.CondExpr),
    *(nodes.Name, nodes.Const, nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair, nodes.Keyword),
    *(nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Call, nodes.Filter, nodes.Test),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos),
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Concat),
)
"""Elements of Jinja that a template may have."""

TESTS = (
    *("boolean", "defined", "divisibleby", "even", "false", "in", "mapping", "none", "number", "odd"),
    *("sequence", "string", "true", "undefined"),
)


ERRORS = (ArithmeticError, AttributeError, LookupError, RecursionError, TemplateError, TypeError, ValueError)
"""Errors that a template can raise when it is parsed or rendered."""


class BrokenTemplate(ValueError):
    """A template that can't be used or rendered. The message gives the reason."""


def to_json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise BrokenTemplate(f"a value has no JSON form: {type(value).__name__}") from error


def as_text(value: Any) -> Any:
    """Return text unchanged and other values as JSON."""
    return value if isinstance(value, str | Undefined) else to_json(value)


def bounded(values: Iterable[Any]) -> Iterator[Any]:
    for number, value in enumerate(values):
        if number == MAX_LOOP_STEPS:
            raise BrokenTemplate(f"a loop has more than {MAX_LOOP_STEPS} steps")
        yield value


def limited_range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > MAX_LOOP_STEPS:
        raise BrokenTemplate(f"range has more than {MAX_LOOP_STEPS} numbers")
    return numbers


def joined(values: Iterable[Any], separator: str = "") -> str:
    texts = [as_text(value) for value in bounded(values)]
    if sum(map(len, texts)) + len(separator) * len(texts) > MAX_OUTPUT_CHARS:
        raise BrokenTemplate(f"join makes more than {MAX_OUTPUT_CHARS} characters")
    return separator.join(texts)


FILTERS: Mapping[str, Callable[..., Any] | None] = {
    **dict.fromkeys(
        ("default", "first", "float", "int", "last", "length", "list", "lower", "sort", "string")
    ),
    **dict.fromkeys(("title", "trim", "truncate", "upper")),
    "join": joined,
    "json": to_json,
    "tojson": to_json,
    "round": lambda value, digits=0: round(float(value), min(max(digits, 0), 10)),
}
"""Filters by name; `None` is that of Jinja."""


class Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "%", "+"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Prefer keys to methods, so that `state.items` is a value."""
        return (
            obj[attribute] if isinstance(obj, dict) and attribute in obj else super().getattr(obj, attribute)
        )

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Calculate with numbers: other types could multiply or format themselves into gigabytes."""
        if not (operator == "+" and isinstance(left, str | list) and type(left) is type(right)):
            for value in (left, right):
                if not isinstance(value, int | float) or abs(value) > MAX_NUMBER:
                    raise BrokenTemplate(f"`{operator}` is for numbers up to {MAX_NUMBER}; `~` joins text")
        return super().call_binop(context, operator, left, right)


def environment() -> Sandbox:
    made = Sandbox(undefined=StrictUndefined, keep_trailing_newline=True, finalize=as_text)
    made.filters = {name: ours or made.filters[name] for name, ours in FILTERS.items()} | {"bounded": bounded}
    made.tests = {name: made.tests[name] for name in TESTS}
    made.globals = {"range": limited_range}
    return made


ENVIRONMENT = environment()


class Template:
    """A parsed text. `names` are the variables that it uses."""

    def __init__(self, source: str) -> None:
        """Parse the source. Raises: BrokenTemplate."""
        if len(source) > MAX_SOURCE_CHARS:
            raise BrokenTemplate(f"the template is longer than {MAX_SOURCE_CHARS} characters")
        self._source = source
        with _template_errors():
            tree = ENVIRONMENT.parse(source)
            _check(tree)
            self.names = frozenset(meta.find_undeclared_variables(tree)) - {"range"}
            if unknown := sorted(self.names - {*VARIABLES}):
                raise BrokenTemplate(f"unknown variable {unknown[0]!r}; use {', '.join(VARIABLES)}")
            expression = _only_expression(tree)
            if expression:
                tree.body = [nodes.Assign(nodes.Name("value", "store", lineno=1), expression, lineno=1)]
            self._is_expression = expression is not None
            self._compiled = ENVIRONMENT.from_string(tree)

    def value(self, variables: Mapping[str, Any]) -> Any:
        """Return the value of a template that is only `{{ ... }}`, and the text of any other."""
        if not self._is_expression:
            return self.text(variables)
        with _template_errors(self._source):
            context = self._compiled.new_context(self._used(variables))
            for _ in self._compiled.root_render_func(context):
                pass
            value = context.vars["value"]
            return str(value) if isinstance(value, Undefined) else value  # str raises with the reason

    def text(self, variables: Mapping[str, Any]) -> str:
        if self._is_expression:
            return _limited([as_text(self.value(variables))])
        with _template_errors(self._source):
            return _limited(self._compiled.generate(self._used(variables)))

    def _used(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Return the variables that the template uses. One that is missing here is undefined in it."""
        used = {}
        for name in self.names:
            with suppress(KeyError):
                used[name] = variables[name]
        return used


def _check(tree: nodes.Template) -> None:
    """Reject syntax outside of the subset, and count the steps of loops."""
    joins = 0
    for node in _all(tree):
        joins += len(node.nodes) if isinstance(node, nodes.Concat) else isinstance(node, nodes.Add)
        if isinstance(node, nodes.Filter) and node.name not in ENVIRONMENT.filters:
            raise BrokenTemplate(f"unknown filter {node.name!r}; use {', '.join(sorted(FILTERS))}")
        if isinstance(node, nodes.Test) and node.name not in TESTS:
            raise BrokenTemplate(f"unknown test {node.name!r}; use {', '.join(TESTS)}")
        if isinstance(node, nodes.Name) and node.name == "self":
            raise BrokenTemplate("unknown variable 'self'")
        if not isinstance(node, SYNTAX):
            raise BrokenTemplate(f"{type(node).__name__.lower()} is not supported")
        if isinstance(node, nodes.For):
            if node.recursive or any(isinstance(inner, nodes.For) for inner in node.find_all(nodes.For)):
                raise BrokenTemplate("a loop can't contain another loop")
            node.iter = nodes.Filter(node.iter, "bounded", [], [], None, None, lineno=node.lineno)
        if isinstance(node, nodes.Call) and not _is_allowed(node.node):
            raise BrokenTemplate(f"only range and these methods can be called: {', '.join(sorted(METHODS))}")
    if joins > MAX_JOINS:
        raise BrokenTemplate(f"more than {MAX_JOINS} operators `~` and `+`")


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)


def _is_allowed(called: nodes.Node) -> bool:
    match called:
        case nodes.Getattr():
            return called.attr in METHODS
        case nodes.Name():
            return called.name == "range"
    return False


def _only_expression(tree: nodes.Template) -> nodes.Expr | None:
    match tree.body:
        case [nodes.Output(nodes=[nodes.Expr() as expression])] if not isinstance(
            expression, nodes.TemplateData
        ):
            return expression
    return None


@contextmanager
def _template_errors(rendered: str = "") -> Iterator[None]:
    """Raise `BrokenTemplate` for all errors. `rendered` is the template, which a file's line can't show."""
    try:
        yield
    except ERRORS as error:
        raise _broken(error, rendered) from error


def _broken(error: Exception, rendered: str) -> BrokenTemplate:
    match error:
        case BrokenTemplate():
            reason = str(error)
        case RecursionError():
            reason = "the template is nested too deeply"
        case TemplateError():
            reason = (error.message or type(error).__name__).removesuffix(".")
            reason += "; is `}}` or `%}` missing?" if "end of template" in reason else ""
        case _:
            reason = f"{type(error).__name__}: {error}"
    return BrokenTemplate(f"{reason}, in the text {_shortened(rendered)!r}" if rendered else reason)


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_QUOTED_CHARS else f"{text[:MAX_QUOTED_CHARS]}…"


def _limited(pieces: Iterable[str]) -> str:
    text, size = [], 0
    for piece in pieces:
        text.append(piece)
        size += len(piece)
        if size > MAX_OUTPUT_CHARS:
            raise BrokenTemplate(f"the text is longer than {MAX_OUTPUT_CHARS} characters")
    return "".join(text)


def is_template(text: str) -> bool:
    return "{{" in text or "{%" in text or "{#" in text
