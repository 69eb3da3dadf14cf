"""Templates: a subset of Jinja in which every template ends soon."""

import pytest

from mockserver.scenarios.template_values import rendered
from mockserver.scenarios.templates import BrokenTemplate, Template

VARIABLES = {
    "input": "Hi",
    "answer": {"type": "edit", "items": [1]},
    "state": {"todos": [{"content": "a"}, {"content": "b"}], "nothing": None, "items": 3, "done": True},
    "turn": 2,
}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain", "plain"),
        ("You: {{ input }}!", "You: Hi!"),
        ("{{ input | upper }}", "HI"),
        ("{{ answer }}", '{"type": "edit", "items": [1]}'),
        ("It is {{ state.done }}, {{ state.nothing }}.", "It is true, null."),
        ("{{ state.items }}", "3"),
        ("{% if turn == 2 %}second{% else %}other{% endif %}", "second"),
        ("{{ 'a' if answer.type == 'edit' else 'b' }}", "a"),
        ("{% for todo in state.todos %}{{ loop.index }}. {{ todo.content }} {% endfor %}", "1. a 2. b "),
        ("{{ state.todos | length }} of {{ turn * 3 + 1 }}", "2 of 7"),
        ("{{ input ~ '-' ~ turn }}", "Hi-2"),
        ("{{ state.missing is defined }}", "false"),
        ("{{ state.missing | default('none') }}", "none"),
        ("{{ [1, 'a', none] | join(', ') }}", "1, a, null"),
        ("{{ range(3) | list }}", "[0, 1, 2]"),
        ("{% raw %}{{ input }}{% endraw %}", "{{ input }}"),
        ("{{ 3.14159 | round(2) }}", "3.14"),
    ],
)
def test_text(source, text):
    assert Template(source).text(VARIABLES) == text


def test_a_value_keeps_its_type():
    given = {
        "all": "{{ state.todos }}",
        "n": "{{ turn + 1 }}",
        "text": "n={{ turn }}",
        "{{ input }}": ["{{ none }}"],
    }
    assert rendered(given, VARIABLES) == {
        "all": [{"content": "a"}, {"content": "b"}],
        "n": 3,
        "text": "n=2",
        "Hi": [None],
    }


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a' * 1000000000 }}",
        "{{ [1] * 1000000000 }}",
        "{{ 10 ** 1000000000 }}",
        "{{ '%01000000000d' % 1 }}",
        "{{ 1 | round(-1000000000) ~ 'x' * 2 }}",
        "{{ range(1000000000) | list }}",
        "{% for i in range(9999) %}{% for j in range(9999) %}x{% endfor %}{% endfor %}",
        "{% for i in range(9999) %}" + "x" * 1000 + "{% endfor %}",
        "{% for i in state.todos recursive %}{{ loop(state.todos) }}{% endfor %}",
        "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
        "{% set a = 'x' %}{{ a }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ 'x'.zfill(1000000000) }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ 'x' | replace('x', 'xx') }}",
        "{{ " + " ~ ".join(["input"] * 100) + " }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ input | attr('__class__') }}",
        "{{ self }}",
        "{{ cycler('a') }}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "x" * 30_000 + "{{ input }}",
        "{{ " + "9" * 10_000 + " }}",
    ],
)
def test_hostile_templates_are_rejected(source):
    with pytest.raises(BrokenTemplate):
        Template(source).text(VARIABLES)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("{{ foo }}", "unknown variable 'foo'; use answer, args, input, item, n, result, state, turn"),
        ("{{ state.missing }}", "'dict object' has no attribute 'missing'"),
        ("Hi {{ state.missing.deep }}", "'dict object' has no attribute 'missing'"),
        ("{{ args.city }}", "'args' is undefined"),
        ("{{ 1 / 0 }}", "ZeroDivisionError: division by zero, in the text '{{ 1 / 0 }}'"),
        ("{{ input + 1 }}", "`+` is for numbers up to 1000000000000000; `~` joins text"),
        ("{{ input.format() }}", "only range and these methods can be called: endswith, get, "),
        ("{{ input | nonsense }}", "unknown filter 'nonsense'; use default, first, "),
    ],
)
def test_a_problem_has_a_reason(source, problem):
    with pytest.raises(BrokenTemplate) as broken:
        Template(source).text(VARIABLES)
    assert str(broken.value).startswith(problem)
