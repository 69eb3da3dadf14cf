"""A message that updates the state in the same step."""

SCENARIO = """
state: { todos: [] }
say: I made a plan.
set: { todos: ["{{ input }}"] }
"""


def test_one_update_has_both(converse, of):
    async def act(thread):
        updates = of.named(await thread.turn("Write"), "updates")
        assert [update["agent"].keys() for update in updates] == [{"messages", "todos"}]
        assert (await thread.values())["todos"] == ["Write"]

    converse(SCENARIO, act)
