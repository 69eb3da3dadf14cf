"""The graphs of the browser tests of LangGraph's React SDK, as scenarios.

The tests themselves run in a browser. These are the values that they look for.
"""

import pytest

REQUEST = {"request": "send it"}
DECIDED = {"decision": {"value": True}, "completed": True}


@pytest.mark.parametrize(
    ("graph", "text"),
    [
        ("stategraph_text", "Plan accepted."),
        ("create_agent", "It's 64F and foggy in San Francisco."),
        ("deep_agent", "Both subagents completed their tasks successfully."),
        ("subgraph_graph", "Reply from child"),
        ("embedded_subgraph_graph", "Summary line"),
        ("custom_channel_graph", "Custom channel reply"),
        ("slow_graph", "Done."),
        ("remove_message_graph", "Step 3: To Keep"),
        ("stateful_values_graph", "Done."),
        ("parallel_fanout", "All workers completed."),
        ("parallel_subgraph", "Subgraph reply"),
    ],
)
def test_last_message(converse, graph, text):
    async def act(thread):
        await thread.turn()
        assert await thread.last() == text

    converse(f"upstream/{graph}", act)


@pytest.mark.parametrize(
    ("graph", "answer", "text"),
    [
        ("interrupt_card_graph", {"approved": True}, 'Executed "delete_db".'),
        ("interrupt_card_graph", False, "User has rejected the toolcall"),
        ("headless_tool_graph", {"latitude": 1}, '{"latitude": 1}'),
        ("headless_tool_graph", {"error": "denied"}, '{"error": "denied"}'),
        ("deep_agent_interrupt", "yes", "Approval recorded."),
    ],
)
def test_result_of_a_tool_that_interrupts(converse, graph, answer, text):
    async def act(thread):
        await thread.turn()
        await thread.resume(answer)
        [result] = [each for each in (await thread.values())["messages"] if each["type"] == "tool"]
        assert result["content"] == text

    converse(f"upstream/{graph}", act)


@pytest.mark.parametrize("graph", ["interrupt_graph", "nested_interrupt_graph"])
def test_decision(converse, graph):
    async def act(thread):
        await thread.stream(input=REQUEST)
        await thread.resume(True)
        values = await thread.values()
        assert {key: values[key] for key in DECIDED} == DECIDED
        await thread.stream(input=REQUEST)
        [[pending]] = (await thread.row())["interrupts"].values()
        assert pending["value"]["request"] == "send it"

    converse(f"upstream/{graph}", act)


def test_only_the_first_turn_interrupts(converse):
    async def act(thread):
        await thread.stream(input=REQUEST)
        await thread.resume({"approved": True})
        await thread.stream(input=REQUEST)
        values = await thread.values()
        assert (values["decision"], values["completedTurns"]) == ({"approved": True}, 2)

    converse("upstream/interrupt_once_graph", act)


def test_several_interrupts(converse):
    async def act(thread):
        await thread.stream(input={"prompts": ["a", "b"]})
        pending = [each for task in (await thread.row())["interrupts"].values() for each in task]
        await thread.resume({each["id"]: each["value"]["action"] for each in pending})
        assert (await thread.values())["decisions"] == {"a": "a", "b": "b"}

    converse("upstream/multi_interrupt_graph", act)


def test_error(converse):
    async def act(thread):
        events = await thread.turn()
        assert events[-1] == ("error", {"error": "RuntimeError", "message": "Intentional error for testing"})

    converse("upstream/error_graph", act)


def test_all_19_upstream_scenarios_are_there(examples):
    assert len([*(examples / "upstream").glob("*.yaml")]) == 19
