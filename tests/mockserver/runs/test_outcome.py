"""Results of runs: clients that wait receive all interrupts, even if other nodes write in the same step."""

import asyncio
import json
import operator
from typing import Annotated, Any

import pytest
from langgraph.graph import START, StateGraph
from langgraph.types import interrupt
from typing_extensions import TypedDict

from mockserver.runs.result import RunResult, of_thread

BOTH = "application/json, text/event-stream"


class State(TypedDict, total=False):
    said: Annotated[list[Any], operator.add]


def asks(name):
    async def ask(_state):  # in a thread, the order of the interrupts could differ
        return {"said": [f"{name}: {interrupt(name)}"]}

    return ask


async def writes(_state):
    await asyncio.sleep(0)
    return {"said": ["written"]}


async def fails(_state):
    await asyncio.sleep(0)
    raise ValueError("broken")


def at_once(**nodes):
    """Return a graph whose nodes run in one step."""
    graph = StateGraph(State)
    for name, node in nodes.items():
        graph.add_node(name, node)
        graph.add_edge(START, name)
    return graph.compile()


TWO = at_once(a=asks("a"), b=asks("b"))
GRAPHS = {
    "two": TWO,
    "beside": at_once(a=asks("a"), w=writes),
    "broken": at_once(a=asks("a"), f=fails),
    "nested": at_once(child=TWO, c=asks("c"), w=writes),
}


def asked(outcome):
    return [question["value"] for question in outcome.get("__interrupt__", [])]


class Turns:
    """Consecutive runs on one thread, each of which answers the named interrupts."""

    def __init__(self, scene, graph, mode=None):
        self._scene = scene
        self._body = {"assistant_id": graph, **({"stream_mode": mode} if mode else {})}

    async def begin(self, **body):
        self.thread = await self._scene.thread()
        return await self._wait(input={"said": ["in"]}, **body)

    async def answer(self, *names, **body):
        open_ = {each["value"]: each["id"] for each in (await self.state())["interrupts"]}
        return await self._wait(command={"resume": {open_[name]: "yes" for name in names}}, **body)

    async def state(self):
        return await self._scene.json("get_state", thread_id=self.thread)

    async def _wait(self, **body):
        return await self._scene.json("wait_thread_run", {**self._body, **body}, thread_id=self.thread)


MODES = ["values", "updates", ["values", "updates"], ["updates", "messages-tuple"], None]


class TestAWait:
    @pytest.mark.parametrize("mode", MODES)
    def test_has_what_is_still_open_when_one_of_two_is_answered(self, play, mode):
        async def act(scene):
            turns = Turns(scene, "two", mode)
            assert asked(await turns.begin()) == ["a", "b"]
            assert asked(await turns.answer("a")) == ["b"]
            assert asked(await turns.answer("b")) == []

        play(act, graphs=GRAPHS)

    def test_has_nothing_open_when_all_are_answered(self, play):
        async def act(scene):
            turns = Turns(scene, "two")
            await turns.begin()
            assert await turns.answer("a", "b") == {"said": ["in", "a: yes", "b: yes"]}

        play(act, graphs=GRAPHS)

    @pytest.mark.parametrize("mode", [None, "values", ["values", "updates"]])
    def test_has_the_question_beside_a_node_that_writes_later(self, play, mode):
        async def act(scene):
            outcome = await Turns(scene, "beside", mode).begin()
            assert (asked(outcome), outcome["said"]) == (["a"], ["in"])

        play(act, graphs=GRAPHS)

    @pytest.mark.parametrize("subgraphs", [False, True])
    def test_has_the_questions_of_subgraphs(self, play, subgraphs):
        async def act(scene):
            turns, words = Turns(scene, "nested"), {"stream_subgraphs": subgraphs}
            assert sorted(asked(await turns.begin(**words))) == ["a", "b", "c"]
            assert sorted(asked(await turns.answer("a", **words))) == ["b", "c"]
            assert asked(await turns.answer("c", **words)) == ["b"]

        play(act, graphs=GRAPHS)

    def test_has_the_error_beside_a_question(self, play):
        async def act(scene):
            assert (await Turns(scene, "broken").begin())["__error__"]["message"] == "broken"

        play(act, graphs=GRAPHS)

    def test_without_a_thread_has_all_questions(self, play):
        async def act(scene):
            for kept in ({}, {"on_completion": "keep"}):
                body = {"assistant_id": "two", "input": {"said": []}, **kept}
                assert asked(await scene.json("wait_run", body)) == ["a", "b"]

        play(act, graphs=GRAPHS)


class TestAJoin:
    @pytest.mark.parametrize("graph", ["two", "beside", "nested"])
    @pytest.mark.parametrize("words", [{}, {"stream_resumable": True}])
    def test_has_the_same_questions_during_a_run_and_after_it(self, play, graph, words):
        async def act(scene):
            body = {"assistant_id": graph, "input": {"said": []}, **words}
            run = await scene.json("create_thread_run", body, thread_id=await scene.thread())
            path = {"thread_id": run["thread_id"], "run_id": run["run_id"]}
            during, after = [await scene.json("join_thread_run", **path) for _ in range(2)]
            state = await scene.json("get_state", thread_id=run["thread_id"])
            assert sorted(asked(during)) == sorted(asked(after)) == sorted(asked_in(state))

        play(act, graphs=GRAPHS)


def asked_in(state):
    return [question["value"] for question in state["interrupts"]]


class TestOtherProtocols:
    def test_a_tool_of_mcp_answers_with_all_questions(self, play):
        async def act(scene):
            request = {"name": "two", "arguments": {"said": []}}
            message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": request}
            result = (await scene.json("call_mcp", message))["result"]
            assert asked(json.loads(result["content"][0]["text"])) == ["a", "b"]

        play(act, graphs=GRAPHS)

    def test_a_task_of_a2a_needs_input_until_all_are_answered(self, play):
        async def act(scene):
            (agent,) = await scene.json("search_assistants", {"graph_id": "two"})

            async def send(data, **words):
                said = {"role": "user", "messageId": "m", "parts": [{"kind": "data", "data": data}], **words}
                message = {"jsonrpc": "2.0", "id": 1, "method": "message/send", "params": {"message": said}}
                path = {"assistant_id": agent["assistant_id"], "headers": {"accept": BOTH}}
                task = (await scene.json("send_a2a_message", message, **path))["result"]
                questions = [part["data"] for each in task.get("artifacts", ()) for part in each["parts"]]
                return task["id"], task["status"]["state"], {each["value"]: each["id"] for each in questions}

            task, state, questions = await send({"said": []})
            assert (state, [*questions]) == ("input-required", ["a", "b"])
            _, state, left = await send({"resume": {questions["a"]: "yes"}}, taskId=task)
            assert (state, left) == ("input-required", {"b": questions["b"]})

        play(act, graphs=GRAPHS)

    def test_a_run_of_protocol_v2_is_interrupted_until_all_are_answered(self, play):
        async def act(scene):
            thread = await scene.thread()

            async def outcome():
                run, *_ = await scene.json("list_thread_runs", thread_id=thread)
                return await scene.json("join_thread_run", thread_id=thread, run_id=run["run_id"])

            await scene.commanded(thread, "run.start", assistant_id="two", input={"said": []})
            first, second = (await outcome())["__interrupt__"]
            response = {"interrupt_id": first["id"], "response": "yes"}
            assert (await scene.commanded(thread, "input.respond", **response))["type"] == "success"
            assert (await outcome())["__interrupt__"] == [second]
            *_, end = await scene.told(thread, "lifecycle", runs=2)
            assert end["params"]["data"]["event"] == "interrupted"
            assert (await scene.json("get_thread", thread_id=thread))["status"] == "interrupted"

        play(act, graphs=GRAPHS)


def test_a_thread_has_the_values_of_its_checkpoint_while_a_step_is_not_over(play):
    async def act(scene):
        turns = Turns(scene, "two")
        await turns.begin()
        await turns.answer("a")
        thread = await scene.json("get_thread", thread_id=turns.thread)
        assert thread["values"] == {"said": ["in"]}
        assert [each["value"] for (each,) in thread["interrupts"].values()] == ["b"]
        assert (await turns.state())["values"] == {"said": ["in", "a: yes"]}

    play(act, graphs=GRAPHS)


QUESTION = {"id": "1", "value": "a"}
OTHER = {"id": "2", "value": "b"}


class TestEvents:
    def result(self, *events):
        seen = RunResult()
        for name, data in events:
            seen.add(name, json.dumps(data).encode())
        return json.loads(seen.of_success({"status": "idle", "interrupts": {}, "values": {"n": 0}}))

    @pytest.mark.parametrize(
        ("events", "outcome"),
        [
            ([], {"n": 0}),
            ([("updates", {"a": {"n": 1}})], {"n": 0}),
            ([("values", {"n": 1}), ("values", {"n": 2}), ("updates", {"a": {"n": 3}})], {"n": 2}),
            ([("updates", {"__interrupt__": []})], {"n": 0}),
            ([("values", {"n": 1}), ("updates", {"__interrupt__": []})], {"n": 1}),
            ([("values|child:1", {"__interrupt__": [QUESTION]})], {"n": 0}),
            (
                [("values", {"n": 1, "__interrupt__": [QUESTION]}), ("values", {"n": 2})],
                {"n": 1, "__interrupt__": [QUESTION]},
            ),
            (
                [
                    ("updates", {"__interrupt__": [QUESTION]}),
                    ("values", {"n": 1, "__interrupt__": [QUESTION]}),
                ],
                {"n": 1, "__interrupt__": [QUESTION]},
            ),
            (
                [("values", {"n": 1, "__interrupt__": [QUESTION, OTHER]})],
                {"n": 1, "__interrupt__": [QUESTION, OTHER]},
            ),
            (
                [
                    ("updates", {"__interrupt__": [QUESTION]}),
                    ("values", {"n": 1, "__interrupt__": [QUESTION]}),
                    ("updates", {"__interrupt__": [OTHER]}),
                    ("values", {"n": 1, "__interrupt__": [OTHER]}),
                ],
                {"__interrupt__": [QUESTION, OTHER]},
            ),
            ([("values", ["__interrupt__"])], ["__interrupt__"]),
            ([("values", {"text": "__interrupt__"})], {"text": "__interrupt__"}),
        ],
    )
    def test_come_to_an_outcome(self, events, outcome):
        assert self.result(*events) == outcome

    def test_of_a_thread_that_waits_are_its_questions(self):
        state = {
            "status": "interrupted",
            "interrupts": {"t": [QUESTION], "u": [OTHER]},
            "values": {},
        }
        assert json.loads(of_thread(state)) == {"__interrupt__": [QUESTION, OTHER]}
