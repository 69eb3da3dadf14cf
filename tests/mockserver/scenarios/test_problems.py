"""A broken scenario is one line for each problem: file, line, what was expected."""

import pytest

from mockserver.scenarios import BrokenScenario, load, load_all, parse
from mockserver.scenarios.steps import EXAMPLES, KINDS


def problems(text):
    with pytest.raises(BrokenScenario) as broken:
        parse(text, "file.yaml", "mine")
    return [str(problem).removeprefix("file.yaml:") for problem in broken.value.problems]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: empty; add `say: Hello`, `steps` or `turns`"),
        ("# turns:", "1: empty; add `say: Hello`, `steps` or `turns`"),
        ("[]", "1: must be an object, not a list"),
        ("42", "1: must be an object, not 42"),
        ("say: [", "2: not valid YAML: did not find expected node content"),
        ("say: a\nsay: b", "2: the key 'say' occurs twice"),
        ("a: &a [*a]", "1: the alias *a contains itself"),
        (
            "say: !!python/object:os.system x",
            "1: values of the type tag:yaml.org,2002:python/object:os.system",
        ),
        ("? [a]\n: b", "1: a key must be text"),
        ("say: {{ input }}", "1: a key must be text; put a text that begins with { or [ in quotes"),
        (
            "turns:\n- when: hi\n  steps:\n  - say: x\n     tools: []",
            "5: not valid YAML: mapping values are not allowed in this context; put a text that has `: ` in",
        ),
        (
            "turns:\n- when: hi\n say: x",
            "3: not valid YAML: did not find expected key; check the indentation",
        ),
        ("turns:\n- when: hi\n  steps:\n  - a\n    - b: c\n    d", "5: not valid YAML: mapping values"),
        (
            "turns:\n\t- when: hi",
            "2: not valid YAML: found character that cannot start any token; indent with spaces instead of",
        ),
        ("turns:\n- when: [a, b]\n  say: x", "2: turns.0.when: must be a text (in quotes if"),
        ("turns:\n- when: 1\n  say: x", "2: turns.0.when: must be a text (in quotes if"),
        ("turns:\n- when: x", "2: turns.0: steps is missing"),
        ("tools:\n- result: x", "2: tools.0: name is missing"),
        (
            "steps:\n- say: x\ntools:\n- name: y",
            "3: 'tools' and 'steps' exclude each other; move it into one of the items of `steps`",
        ),
        ("say: '{{ input | uper }}'", "1: say: unknown filter 'uper'; use default, first, float, int, "),
        ("say: '{{ 1 is evn }}'", "1: say: unknown test 'evn'; use boolean, defined, "),
        ("say: '{{ input'", "1: say: unexpected end of template, expected 'end of print statement'; is `}}`"),
        (
            "turns:\n- say: x\n- when: a\n  say: y",
            "1: turns: item 1 has no `when`, so later ones are never taken; move it to the end",
        ),
        (
            "interrupt: 1\nanswers:\n- say: x\n- when: a\n  say: y",
            "2: answers: item 1 has no `when`, so later ones are never taken; move it to the end",
        ),
        ("description: Nothing", "1: add `say: Hello`, `steps` or `turns`"),
        ("turns: []", "1: turns: must not be empty"),
        ("\nspede: {}\nsay: x", "2: unknown key 'spede'; did you mean 'speed'?"),
        ("turns:\n- whne: hi\n  say: x", "2: unknown key 'whne'; did you mean 'when'?"),
        ("turns:\n- when: hi\n  sya: x", "3: unknown step 'sya'; did you mean 'say'?"),
        ("steps:\n- sya: x", "2: unknown step 'sya'; did you mean 'say'?"),
        ("steps:\n- 7", "2: a step is a text or an object such as `say: Hello`, not 7"),
        ("steps:\n- zzz: 1", "2: unknown step 'zzz'; use one of approval, inbox, "),
        ("say: 42", "1: say: must be text (in quotes if it looks like a number), not 42"),
        ("say: x\nname: a/b", "2: name: 'a/b' must match the pattern"),
        ("say: x\nstate: {messages: []}", "1: every state has `messages`; use the step `messages`"),
        (
            "steps:\n- wait: 5 years",
            "2: steps.0.wait: '5 years' is not a duration; use a number of seconds, or 400ms",
        ),
        ("steps:\n- wait: 2h", "2: steps.0.wait: '2h' is not a duration"),
        ("steps:\n- wait: 7200", "2: steps.0.wait: must be less than or equal to 3600"),
        ("say: '{{ foo }}'", "1: say: unknown variable 'foo'; use answer, args, input, "),
        ("say: '{{'", "1: say: unexpected 'end of template'"),
        ("set: {a: [{b: '{{ 1 +'}]}", "1: set: unexpected 'end of template'"),
        (
            "turns:\n- when: {regex: '('}\n  say: x",
            "2: turns.0.when.regex: '(' is not a valid regular expression: unclosed group",
        ),
        (
            "turns:\n- when: {regex: '(?=x)'}\n  say: x",
            "2: turns.0.when.regex: '(?=x)' is not a valid regular expression: look-around",
        ),
        ("tools:\n- name: x\n  arsg: {}", "3: unknown key 'arsg'; did you mean 'args'?"),
        (
            "tools:\n- name: x\n  compute: foo",
            "3: tools.0.compute: must be 'add', 'echo', 'search' or 'weather'",
        ),
        ("tools:\n- name: x\n  result: 1\n  fails: y", "2: tools.0: result and fails exclude each other"),
        (
            "tools:\n- name: x\n  headless: true\n  result: y",
            "2: tools.0: result and headless exclude each other",
        ),
        ("say: Hello: Ann", "1: not valid YAML: mapping values are not allowed in this context; put a text"),
        ("say: a\n---\nsay: b", "2: not valid YAML: but found another document; a file has one scenario"),
        ("say: @ann", "1: not valid YAML: found character that cannot start any token; put a text that"),
        ("say: *bold", "1: not valid YAML: found undefined alias; put a text that begins with * in quotes"),
        ("say: **bold**", "1: not valid YAML: did not find expected alphabetic or numeric character; put a"),
        ("steps:\n- say: a\n  wait: 1s", "2: 'say' and 'wait' are two steps; write each as an item of"),
        ("say: a\nturns:\n- say: b", "1: 'say' and 'turns' exclude each other; move it into one of"),
        ("turns:\n- if: hi\n  say: x", "2: unknown key 'if'; did you mean 'when'?"),
        ("steps:\n- reply: x", "2: unknown step 'reply'; did you mean 'say'?"),
        ("steps:\n- error: {message: x, code: 429}", "2: unknown key 'code'; did you mean 'status'?"),
        ("steps:\n- say:", "2: steps.0.say: must not be empty; add a value or remove the key"),
        ("turns:\n- when:\n  say: x", "2: turns.0.when: must not be empty"),
        ("content:\n- txt: a", "2: content.0: use text, image or block"),
        ("content:\n- block: {a: 1}", "2: content.0: a block needs a `type`"),
        ("chunks: [a]\nsay: b", "1: say and a list of chunks exclude each other"),
        ("error: {status: 200}", "1: error.status: must be greater than or equal to 400, not 200"),
        (
            "steps:\n- Hello\n- error: {status: 429}",
            "1: an error with a status must be the first step of a turn",
        ),
        ("error: {status: 429, mesage: x}", "1: unknown key 'mesage'; did you mean 'message'?"),
        ("parallel: []", "1: parallel: must not be empty"),
        ("interrupt: 1\nnode: tools", "1: the node 'tools' is for tool calls and approvals"),
        ("subgraph: 'a:b'\nsteps: [x]", "1: subgraph: 'a:b' must match the pattern"),
        (
            "parallel:\n- {subgraph: a, steps: [x]}\n- {subgraph: a, steps: [y]}",
            "1: two nodes have the name 'a'",
        ),
        ("steps:\n- {say: x, node: a}\n- {subgraph: a, steps: [y]}", "1: two nodes have the name 'a'"),
        (
            "for_each: [1]\nnode: a\nsteps: [x, {interrupt: 1}]",
            "1: an interrupt must be the first step of a task",
        ),
        (
            "for_each: [1]\nnode: a\nsteps: [{subgraph: b, steps: [x]}]",
            "1: a task has no tools and no subgraphs",
        ),
        ("messages: [{robot: x}]", "1: messages.0.robot"),
    ],
)
def test_a_problem_has_a_line_and_what_was_expected(text, problem):
    assert problems(text)[0].startswith(problem)


def test_all_problems_are_reported_in_order():
    text = "steps:\n- sya: x\n- wait: x\n- tools:\n  - nme: x\nspede: 1"
    assert [problem.partition(":")[0] for problem in problems(text)] == ["2", "3", "5", "5", "6"]


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x,x]\n"
        + "\n".join(
            f"b{n}: &b{n} [{', '.join(['*' + ('a' if n == 0 else f'b{n - 1}')] * 9)}]" for n in range(9)
        ),
        "[" * 10_000,
        "a: " + "1" * 50_000,
        "say: '" + "{{" * 5_000 + "'",
        "say: '{{ " + "(" * 5_000 + " }}'",
        "say: " + "x" * 2_000_000,
    ],
    ids=["aliases", "depth", "number", "braces", "parentheses", "length"],
)
def test_a_yaml_bomb_is_one_problem(bomb):
    assert len(problems(bomb)) == 1


@pytest.mark.parametrize(
    "text", ["yes", "no", "on", "off", "12:30", "2026-01-02", "007", "1_000", "0x1F", "="]
)
def test_words_times_and_dates_are_text(text):
    assert parse(f"say: {text}", "file.yaml", "mine").turns[0].steps[0].say == text


def test_text_in_braces_may_have_a_question_mark():
    scenario = parse("interrupt: {question: Really?}", "file.yaml", "mine")
    assert scenario.turns[0].steps[0].interrupt == {"question": "Really?"}


def test_a_broken_file_does_not_affect_the_others(tmp_path):
    (tmp_path / "good.yaml").write_text("say: Hello")
    (tmp_path / "bad.yml").write_text("say: [")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "other.yaml").write_text("name: inside\nsay: Hello")
    (tmp_path / "notes.txt").write_text("say: [")
    loaded = load_all([tmp_path])
    assert sorted(loaded.scenarios) == ["good", "inside"]
    assert [problem.source for problem in loaded.problems] == [str(tmp_path / "bad.yml")]


def test_two_files_with_one_name_are_a_problem(tmp_path):
    (tmp_path / "a.yaml").write_text("say: 1st")
    (tmp_path / "b.yaml").write_text("name: a\nsay: 2nd")
    loaded = load_all([tmp_path])
    assert loaded.scenarios["a"].turns[0].steps[0].say == "1st"
    assert str(loaded.problems[0]) == f"{tmp_path}/b.yaml:1: {tmp_path}/a.yaml has the scenario 'a', too"


@pytest.mark.parametrize("name", ["my agent.yaml", "ä.yaml"])
def test_a_file_name_that_is_not_a_graph_id_is_a_problem(tmp_path, name):
    (tmp_path / name).write_text("say: Hello")
    with pytest.raises(BrokenScenario, match="is not usable as a graph id; add `name: my_graph`"):
        load(tmp_path / name)


def test_a_file_that_is_not_text_is_a_problem(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(BrokenScenario, match="not UTF-8 text"):
        load(tmp_path / "a.yaml")


PLACES = {
    "a step": "steps:\n- Hello\n- {name}",
    "a turn": "turns:\n- when: hi\n  steps: [Hello]\n- {name}",
    "a step of a turn": "turns:\n- when: hi\n  steps:\n  - {name}",
    "a step of an answer": "interrupt: 1\nanswers:\n- when: hi\n  steps:\n  - {name}",
    "a step of a subgraph": "subgraph: a\nsteps:\n- {name}",
    "a step of a parallel subgraph": "parallel:\n- subgraph: a\n  steps:\n  - {name}",
    "a step of a subagent": "tools:\n- name: a\n  set: {done: true}\n  steps:\n  - {name}",
}


@pytest.mark.parametrize(
    ("name", "place"),
    [*((name, "a step") for name in KINDS), *(("interrupt", place) for place in PLACES if place != "a step")],
)
def test_the_name_of_a_step_alone_is_an_error_with_a_valid_example(name, place):
    text = PLACES[place].replace("{name}", name)
    with pytest.raises(BrokenScenario) as caught:
        parse(text, "a.yaml", "a")
    [problem] = caught.value.problems
    line = text.count("\n", 0, text.rindex(f"- {name}")) + 1
    assert str(problem).startswith(f"a.yaml:{line}: "), str(problem)
    assert f"the step {name!r} has no value: write it such as `{EXAMPLES[name]}`" in problem.message
    indent = text.rpartition("\n")[2].partition("-")[0]
    fixed = "\n".join(
        f"{indent}- {EXAMPLES[name]}" if each == f"{indent}- {name}" else each for each in text.split("\n")
    )
    parse(fixed, "a.yaml", "a")


def test_a_message_may_have_the_name_of_a_step():
    assert parse("steps: [{say: interrupt}, Interrupt]", "a.yaml", "a").turns[0].steps[1].say == "Interrupt"
