"""Steps, turns and state beyond the examples."""

import pytest

from mockserver.scenarios.graph.chat_model import Pacing
from mockserver.scenarios.steps import Speed

EMAIL = """
tools:
- {name: send, args: {to: ann}, approval: [approve, reject], result: "Sent to {{ args.to }}"}
"""


class TestTurns:
    @pytest.mark.parametrize(
        ("when", "text", "matches"),
        [
            ("weather", "The WEATHER?", True),
            ("weather", "Hello", False),
            ("{equals: hi}", " Hi ", True),
            ("{equals: hi}", "hi there", False),
            ("{regex: '^[0-9]+$'}", "2024", True),
            ("{regex: '^[0-9]+$'}", "x2024", False),
            ("{turn: 1}", "hi", True),
            ("{turn: 2}", "hi", False),
            ("{contains: a, regex: b$}", "ab", True),
            ("{contains: a, regex: b$}", "ba", False),
            ("{state: {kind: x}}", "hi", True),
            ("{state: {kind: y}}", "hi", False),
            ("{state: {missing: null}}", "hi", True),
        ],
    )
    def test_conditions(self, converse, when, text, matches):
        async def act(thread):
            await thread.turn(text)
            assert await thread.last() == ("yes" if matches else "no")

        converse(f"state: {{kind: x}}\nturns:\n- when: {when}\n  say: 'yes'\n- say: 'no'", act)

    def test_a_regex_takes_linear_time(self, converse):
        async def act(thread):
            await thread.turn("a" * 50_000)
            assert await thread.last() == "no"

        converse("turns:\n- when: {regex: '^(a+)+$b'}\n  say: 'yes'\n- say: 'no'", act)

    def test_a_new_input_leaves_an_open_interrupt(self, converse):
        async def act(thread):
            await thread.turn("ask")
            await thread.turn("hello")
            assert await thread.last() == "Hello."
            assert (await thread.row())["interrupts"] == {}

        converse("turns:\n- {when: ask, interrupt: 1}\n- Hello.", act)

    def test_content_blocks_of_a_message_count_as_its_text(self, converse):
        async def act(thread):
            content = [{"type": "text", "text": "the weather"}]
            await thread.stream(input={"messages": [{"role": "user", "content": content}]})
            assert await thread.last() == "the weather"

        converse("turns:\n- {when: weather, say: '{{ input }}'}\n- no", act)


class TestState:
    def test_initial_values_and_reducers(self, converse):
        async def act(thread):
            await thread.stream(input={"log": ["sent"], "files": {"a": 1}})
            values = await thread.values()
            assert values["log"] == ["first", "sent", "x", "y"]
            assert values["files"] == {"a": 1, "b": 2}
            assert values["status"] == "on"

        converse(
            "state: {log: [first], files: {}, status: 'off'}\nreducers: {log: append, files: merge}\n"
            "steps:\n- set: {log: x}\n- set: {log: [y], files: {b: 2}, status: 'on'}",
            act,
        )

    def test_hidden_channels_are_in_no_response(self, converse):
        async def act(thread):
            events = await thread.turn()
            await thread.resume("yes")
            assert "__position__" not in str(events)
            assert "__position__" not in str(await thread.state(subgraphs=True))
            assert "__position__" not in str(await thread.history())
            assistants = await thread.scene.json("search_assistants", {"graph_id": "mine"})
            schemas = await thread.scene.json(
                "get_assistant_schemas", assistant_id=assistants[0]["assistant_id"]
            )
            assert list(schemas["input_schema"]["properties"]) == ["messages", "status"]
            assert list(schemas["state_schema"]["properties"]) == ["messages", "status"]

        converse("steps:\n- interrupt: 1\n- set: {status: '{{ answer }}'}\n- Done.", act)

    def test_an_update_of_an_interrupted_thread_keeps_the_interrupt(self, converse):
        async def act(thread):
            await thread.turn()
            await thread.scene.json("update_state", {"values": {"note": "mine"}}, thread_id=thread.thread)
            assert (await thread.state())["next"] == ["agent"]
            await thread.stream(input=None)
            await thread.resume("yes")
            assert await thread.last() == "yes, mine"

        converse("steps:\n- set: {note: ''}\n- interrupt: 1\n- '{{ answer }}, {{ state.note }}'", act)

    def test_a_fork_runs_again_from_its_checkpoint_with_other_message_ids(self, converse):
        async def act(thread):
            await thread.turn()
            before = next(state for state in await thread.history() if state["next"] == ["agent"])
            first = (await thread.values())["messages"]
            await thread.stream(checkpoint=before["checkpoint"])
            second = (await thread.values())["messages"]
            assert [each["content"] for each in first] == [each["content"] for each in second]
            assert [each["id"] for each in first[:2]] == [each["id"] for each in second[:2]]
            assert first[2]["id"] != second[2]["id"]

        converse("steps: [One., Two.]", act)

    def test_the_same_seed_gives_the_same_bytes(self, converse):
        async def act(thread):
            return await thread.turn(), await thread.history()

        # parallel subgraphs, as in the deep agent, may send their events in another order
        assert converse("rich-content", act, seed=3) == converse("rich-content", act, seed=3)


BLOCKS_AND_CALLS = """
say: One two
reasoning: Three
content: [{image: "https://example.com/sun.png"}]
tools: [{name: a, args: {x: 1}}, {name: b}]
"""


class TestMessages:
    @pytest.mark.parametrize(
        ("chunks", "pieces"),
        [
            ("words", ["One", " two"]),
            ("characters", [*"One two"]),
            ("whole", ["One two"]),
        ],
    )
    def test_chunks(self, converse, of, chunks, pieces):
        async def act(thread):
            events = await thread.turn()
            assert [data[0]["content"] for data in of.named(events, "messages")] == pieces

        converse(f"say: One two\nchunks: {chunks}", act)

    def test_given_chunks(self, converse, of):
        async def act(thread):
            events = await thread.turn()
            assert [data[0]["content"] for data in of.named(events, "messages")] == ["One t", "wo"]
            assert await thread.last() == "One two"

        converse("chunks: [One t, wo]", act)

    def test_arguments_of_calls_are_streamed_with_their_index(self, converse, of):
        async def act(thread):
            events = await thread.turn()
            pieces = [
                piece
                for data in of.named(events, "messages")
                for piece in data[0].get("tool_call_chunks", ())
            ]
            assert [piece["index"] for piece in pieces] == sorted(piece["index"] for piece in pieces)
            assert {piece["index"] for piece in pieces} == {0, 1}
            second = "".join(piece["args"] for piece in pieces if piece["index"] == 1)
            assert second == '{"city": "Rome", "days": 2}'
            names = [piece["name"] for piece in pieces if piece["name"]]
            assert names == ["a", "b"]

        converse("tools:\n- {name: a, args: {x: 1}}\n- {name: b, args: {city: Rome, days: 2}}", act)

    def test_blocks_and_calls_of_a_message_have_different_indexes(self, converse, of):
        async def act(thread):
            events = of.named(await thread.turn(), "messages")
            chunks = [chunk for chunk, _ in events if chunk["type"] == "AIMessageChunk"]
            blocks = [block["index"] for chunk in chunks for block in chunk["content"] or ()]
            calls = [call["index"] for chunk in chunks for call in chunk["tool_call_chunks"]]
            assert (list(dict.fromkeys(blocks)), list(dict.fromkeys(calls))) == ([0, 1, 2], [3, 4])

        converse(BLOCKS_AND_CALLS, act)

    def test_protocol_v2_has_all_blocks_and_calls_of_a_message(self, converse):
        async def act(thread):
            events = await thread.v2("messages")
            finished = [
                (event.data["index"], event.data["content"]["type"])
                for event in events
                if event.data["event"] == "content-block-finish" and not event.namespace
            ]
            kinds = ["reasoning", "text", "image", "tool_call", "tool_call"]
            assert finished == [*enumerate(kinds)]
            message = next(each for each in (await thread.values())["messages"] if each["type"] == "ai")
            assert [block["type"] for block in message["content"]] == kinds

        converse(BLOCKS_AND_CALLS, act)

    def test_ids_and_names(self, converse):
        async def act(thread):
            await thread.turn()
            message = (await thread.values())["messages"][-1]
            assert (message["id"], message["name"]) == ("answer-1", "bot")

        converse("steps:\n- {say: Hi, id: 'answer-{{ turn }}', name: bot}", act)

    @pytest.mark.parametrize(
        ("speed", "pauses"),
        [
            ({}, [0.04, 0.04, 0.04]),
            ({"tokens_per_second": 50}, [0.02, 0.02, 0.02]),
            ({"tokens_per_second": 50, "first_token": "1s"}, [1, 0.02, 0.02]),
        ],
    )
    def test_speed(self, speed, pauses):
        made = Pacing(Speed.model_validate(speed), pace=0.04).pauses("seed")
        assert [next(made) for _ in range(3)] == pauses

    def test_jitter_is_bounded_and_reproducible(self):
        pacing = Pacing(Speed(tokens_per_second=10, jitter=0.3), pace=0)
        first, second, other = (
            [next(pauses) for _ in range(100)]
            for pauses in (pacing.pauses("a"), pacing.pauses("a"), pacing.pauses("b"))
        )
        assert first == second != other
        assert all(0.07 <= pause <= 0.13 for pause in first)
        assert len(set(first)) > 90


class TestTools:
    @pytest.mark.parametrize(
        ("tool", "content"),
        [
            ("{name: a}", "Done."),
            ("{name: a, result: {x: 1}}", '{"x": 1}'),
            ("{name: a, args: {x: [1]}, result: '{{ args.x[0] }} of {{ input }}'}", "1 of hi"),
            ("{name: a, args: {x: 1}, compute: echo}", '{"x": 1}'),
            ("{name: a, args: {x: 1, y: 2.5}, compute: add}", "3.5"),
            ("{name: a, args: {self: 1, config: 2, run_manager: 3}, result: ok}", "ok"),
            ("{name: a, result: '{{ state.kind }}'}", "x"),
        ],
    )
    def test_results(self, converse, tool, content):
        async def act(thread):
            await thread.turn()
            assert await thread.last() == content

        converse(f"state: {{kind: x}}\ntools: [{tool}]", act)

    def test_a_call_updates_the_state(self, converse):
        async def act(thread):
            await thread.turn()
            assert (await thread.values())["todos"] == ["n2"]

        converse("tools: [{name: a, args: {x: 2}, set: {todos: ['n{{ args.x }}']}}]", act)

    @pytest.mark.parametrize("answer", [True, "yes", {"type": "approve"}, [{"type": "accept"}]])
    def test_approvals_in_all_forms(self, converse, answer):
        async def act(thread):
            await thread.turn()
            await thread.resume(answer)
            assert await thread.last() == "Sent to ann"

        converse(EMAIL, act)

    @pytest.mark.parametrize(
        ("answer", "message"),
        [
            ({"decisions": []}, "0 decisions for 1 actions: send one decision for each action"),
            ({"decision": 1}, "{'decision': 1} is not a decision; send {'decisions': [{'type': 'approve'}]}"),
        ],
    )
    def test_an_answer_that_is_not_a_decision_fails_the_run(self, converse, answer, message):
        async def act(thread):
            await thread.turn()
            assert (await thread.resume(answer))[-1][1] == {"error": "ValueError", "message": message}

        converse(EMAIL, act)

    def test_only_the_rejected_calls_are_not_executed(self, converse):
        async def act(thread):
            await thread.turn()
            await thread.resume(False)
            [result] = [each for each in (await thread.values())["messages"] if each["type"] == "tool"]
            assert result["status"] == "error"
            assert await thread.last() == "After."

        converse(f"steps:\n- {EMAIL.strip().replace(chr(10), chr(10) + '  ')}\n- After.", act)


RESEARCH = """
turns:
- when: first
  steps:
  - {subgraph: research, steps: [A, B]}
  - {subgraph: research, steps: [{subgraph: inner, steps: [C]}]}
- subgraph: research
  steps: [{subgraph: inner, steps: [{interrupt: 1}, "Seen {{ answer }}"]}]
"""


class TestGraphs:
    def test_a_node_has_the_name_of_the_step(self, converse, of):
        async def act(thread):
            events = await thread.turn()
            assert [next(iter(data)) for data in of.named(events, "updates")] == ["plan", "write"]

        converse("steps:\n- {say: a, node: plan}\n- {say: b, node: write}", act)

    def test_subgraphs_in_parallel(self, converse, of):
        async def act(thread):
            events = await thread.turn()
            spaces = {space.partition(":")[0] for space in of.namespaces(events, "messages")}
            assert spaces == {"left", "right", ""}
            assert await thread.last() == "Both."

        converse(
            "steps:\n- parallel: [{subgraph: left, steps: [L]}, {subgraph: right, steps: [R]}]\n- Both.",
            act,
        )

    def test_a_subgraph_has_other_steps_each_time(self, converse, of):
        async def act(thread):
            events = await thread.turn("first")
            spaces = [space.partition(":")[0] for space in of.namespaces(events, "updates")]
            assert set(spaces) == {"research", ""}
            assert await thread.texts() == [("human", "first"), ("ai", "A"), ("ai", "B"), ("ai", "C")]
            await thread.turn("second")
            await thread.resume("Rome")
            assert (await thread.texts())[-2:] == [("human", "second"), ("ai", "Seen Rome")]
            await thread.turn("first")
            assert await thread.last() == "C"

        converse(
            RESEARCH,
            act,
        )

    def test_a_fan_out_has_other_steps_each_time(self, converse):
        async def act(thread):
            await thread.turn()
            assert (await thread.values())["done"] == ["a1", "a2", "b3"]

        converse(
            "state: {done: []}\nreducers: {done: append}\nsteps:\n"
            "- {for_each: [1, 2], node: a, steps: [{set: {done: 'a{{ item }}'}}]}\n"
            "- {for_each: [3], node: a, steps: [{set: {done: 'b{{ item }}'}}]}",
            act,
        )

    def test_fan_outs_may_follow_each_other(self, converse):
        async def act(thread):
            await thread.turn()
            assert (await thread.values())["done"] == ["a1", "a2", "b1", "b2"]

        converse(
            "state: {done: []}\nreducers: {done: append}\nsteps:\n"
            "- {for_each: [1, 2], node: a, steps: [{set: {done: 'a{{ item }}'}}]}\n"
            "- {for_each: [1, 2], node: b, steps: [{set: {done: 'b{{ item }}'}}]}",
            act,
        )

    def test_a_fan_out_over_nothing_is_skipped(self, converse):
        async def act(thread):
            await thread.turn()
            assert await thread.last() == "Nothing to do."

        converse(
            "state: {items: []}\n"
            "steps:\n- {for_each: '{{ state.items }}', node: a, steps: [x]}\n- Nothing to do.",
            act,
        )

    def test_a_subgraph_appends_only_its_own_changes(self, converse):
        async def act(thread):
            await thread.turn()
            assert (await thread.values())["log"] == ["before", "inside"]

        converse(
            "state: {log: []}\nreducers: {log: append}\nsteps:\n"
            "- set: {log: before}\n- {subgraph: a, steps: [{set: {log: inside}}]}",
            act,
        )

    def test_the_subgraphs_of_an_assistant(self, converse):
        async def act(thread):
            [assistant] = await thread.scene.json("search_assistants", {"graph_id": "nested-interrupt"})
            found = await thread.scene.json(
                "get_assistant_subgraphs",
                assistant_id=assistant["assistant_id"],
                query={"recurse": True},
            )
            assert sorted(found) == ["child", "child|grandchild"]

        converse("nested-interrupt", act)

    def test_interrupts_in_two_tools_at_once(self, converse):
        async def act(thread):
            await thread.turn()
            pending = [each for task in (await thread.row())["interrupts"].values() for each in task]
            await thread.resume({each["id"]: each["value"] * 2 for each in pending})
            results = [
                each["content"] for each in (await thread.values())["messages"] if each["type"] == "tool"
            ]
            assert results == ["20", "40"]

        converse("tools:\n- {name: a, interrupt: 10}\n- {name: b, interrupt: 20}", act)
