"""A session with each example is recorded by the proxy; its scenario repeats the same events."""

import pytest
import recorded_sessions as sessions
import yaml

from mockserver.recording import recorded
from sweep import sweep

APPROVE = {"decisions": [{"type": "approve"}]}
TURNS = {
    "approvals": ["hi", {"decisions": [APPROVE["decisions"][0], {"type": "reject"}]}, "plain", APPROVE],
    "custom-events": ["hi"],
    "deep-agent": ["hi"],
    "deep-agent-interrupt": ["hi", {"answer": "yes"}],
    "embedded-subgraph": ["hi"],
    "errors": ["limit", "limit", "exception", "flaky", "flaky", "down", "else"],
    "generative-ui": ["hi", "remove"],
    "headless-tool": ["hi", {"latitude": 1}],
    "hello": ["good morning"],
    "inbox": ["hi", [{"type": "accept"}]],
    "interrupt-card": ["hi", True],
    "interrupt-once": ["hi", {"name": "Ann"}, "again"],
    "long-thread": ["hi"],
    "multi-interrupt": ["hi", {"all": "yes"}],
    "nested-interrupt": ["hi", {"answer": "yes"}],
    "parallel-fanout": ["hi"],
    "parallel-subgraph": ["hi"],
    "remove-message": ["hi"],
    "rich-content": ["hi", "fails"],
    "slow-start": ["hi"],
    "stateful-values": ["hi"],
    "todos-and-files": ["hi", "show"],
    "travel": ["weather", "book", APPROVE, "hotel", ["Ritz"], "else"],
}
"""Texts of human messages; anything else answers an interrupt."""

CONCURRENT = {
    "approvals",
    "deep-agent",
    "multi-interrupt",
    "parallel-fanout",
    "parallel-subgraph",
    "rich-content",
}
"""Examples whose tools, tasks or subgraphs run at the same time."""

V2 = [name for name in TURNS if name not in {"long-thread", "multi-interrupt", "remove-message"}]

RESEARCH = """
turns:
- when: first
  steps:
  - {subgraph: research, steps: [A, {say: B, node: write}]}
  - Between.
  - {subgraph: research, steps: [C]}
- subgraph: research
  steps: [{subgraph: inner, steps: [{interrupt: Where?}, "Seen {{ answer }}"]}]
"""

MODES = {
    "all": sessions.MODES,
    "values": ["values"],
    "updates": ["updates"],
    "page": ["values", "messages-tuple"],
}


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Return a recorder of a mock with the examples and one more scenario, and its URL."""
    file = tmp_path_factory.mktemp("scenarios") / "research.yaml"
    file.write_text(RESEARCH)
    with sessions.mock(sessions.EXAMPLES, file) as url:
        recorder = sessions.Recorder(url)
        with recorder.served() as address:
            yield recorder, address


@pytest.fixture(scope="module")
def target():
    """Return the URL of a mock without them."""
    with sessions.mock() as url:
        yield url


def play(page, turns, **body):
    for each in turns:
        if isinstance(each, str):
            page.turn(each, **body)
        else:
            page.resume(_answer(page, each), **body)


def play_v2(page, turns):
    for each in turns:
        if isinstance(each, str):
            message = {"type": "human", "content": each}
            page.command("run.start", assistant_id=page.graph, input={"messages": [message]})
        else:
            [pending] = page.interrupts()
            page.command("input.respond", interrupt_id=pending["id"], response=each)


def _answer(page, given):
    if isinstance(given, dict) and "all" in given:
        return {each["id"]: given["all"] for each in page.interrupts()}
    return given


def texts(response):
    """Return the names of the events, with the text of those that have a piece of a message."""
    listed = sessions.comparable(response)
    return [(name, data[0]["content"] if name == "messages" else None) for name, data in listed]


def assert_repeated(file, target, name):
    scenario = recorded(file)
    assert_pairs(file, target, scenario, compared=sessions.by_kind if name in CONCURRENT else None)
    return scenario


def assert_pairs(file, target, *scenarios, compared=None):
    pairs = [*sessions.Replay(file, target, *scenarios).pairs()]
    compared = compared or sessions.comparable
    assert pairs
    for before, after in pairs:
        assert compared(after) == compared(before)


def test_the_built_in_agent_repeats_its_events(source, target, tmp_path):
    recorder, url = source
    with sessions.Page(url, "agent") as page:
        play(page, ["tool please", "hello", "boom"], stream_mode=sessions.MODES)
    file = recorder.write(tmp_path / "session.har", page.requests)
    pairs = [*sessions.Replay(file, target, recorded(file)).pairs()]
    assert pairs
    for before, after in pairs:
        assert texts(after) == texts(before)


@pytest.mark.parametrize("modes", sweep([*MODES], "all"))
def test_the_result_of_a_tool_that_the_reviewing_node_calls_is_kept(source, tmp_path, modes):
    recorder, url = source
    with sessions.Page(url, "agent") as page:
        play(page, ["interrupt me", APPROVE], stream_mode=MODES[modes])
    scenario = yaml.safe_load(recorded(recorder.write(tmp_path / "session.har", page.requests)).text)
    [tool] = scenario["turns"][0]["steps"][0]["tools"]
    assert tool["approval"]
    assert tool["result"] == "SENT[approve] to=ann@example.org subject=hello"


def test_every_example_is_recorded():
    assert TURNS.keys() == {file.stem for file in sessions.EXAMPLES.glob("*.yaml")}


@pytest.mark.parametrize(
    ("name", "modes"),
    sweep(
        [(name, modes) for name in TURNS for modes in MODES],
        *((name, "all") for name in TURNS),
        *(("travel", modes) for modes in MODES),
    ),
)
def test_stream_modes(source, target, tmp_path, name, modes):
    recorder, url = source
    with sessions.Page(url, name) as page:
        play(page, TURNS[name], stream_mode=MODES[modes])
    assert_repeated(recorder.write(tmp_path / "session.har", page.requests), target, name)


@pytest.mark.parametrize("name", sweep(V2, "travel", "deep-agent", "rich-content", "custom-events"))
def test_protocol_v2(source, target, tmp_path, name):
    recorder, url = source
    with sessions.Page(url, name) as page:
        play_v2(page, TURNS[name])
    assert_repeated(recorder.write(tmp_path / "session.har", page.requests), target, name)


@pytest.mark.parametrize("modes", sweep([*MODES], "all", "page"))
def test_a_subgraph_with_other_steps_each_time(source, target, tmp_path, modes):
    recorder, url = source
    with sessions.Page(url, "research") as page:
        play(page, ["first", "second", True, "first"], stream_mode=MODES[modes])
    scenario = assert_repeated(recorder.write(tmp_path / "session.har", page.requests), target, "research")
    assert scenario.notes == ()


def test_two_graphs_on_one_thread(source, target, tmp_path):
    recorder, url = source
    graphs = ["hello", "research"]
    with sessions.Page(url, "") as page:
        for name in (*graphs, *graphs):
            page.turn("first", assistant_id=name)
    file = recorder.write(tmp_path / "session.har", page.requests)
    assert_pairs(file, target, *(recorded(file, name) for name in graphs))
