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


def interrupts(name):
    async def interrupting(_state):  # in a thread, the order of the interrupts could differ
        return {"said": [f"{name}: {interrupt(name)}"]}

    return interrupting


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


TWO = at_once(a=interrupts("a"), b=interrupts("b"))
GRAPHS = {
    "two": TWO,
    "beside": at_once(a=interrupts("a"), w=writes),
    "broken": at_once(a=interrupts("a"), f=fails),
    "nested": at_once(child=TWO, c=interrupts("c"), w=writes),
}


def interrupt_values(outcome):
    return [each["value"] for each in outcome.get("__interrupt__", [])]


class Runs:
    """Consecutive runs on one thread, each of which answers the named interrupts."""

    def __init__(self, client, graph, mode=None):
        self._client = client
        self._body = {"assistant_id": graph, **({"stream_mode": mode} if mode else {})}

    async def begin(self, **body):
        self.thread = await self._client.thread()
        return await self._wait(input={"said": ["in"]}, **body)

    async def resume(self, *names, **body):
        open_ = {each["value"]: each["id"] for each in (await self.state())["interrupts"]}
        return await self._wait(command={"resume": {open_[name]: "yes" for name in names}}, **body)

    async def state(self):
        return await self._client.json("get_state", thread_id=self.thread)

    async def _wait(self, **body):
        return await self._client.json("wait_thread_run", {**self._body, **body}, thread_id=self.thread)


MODES = ["values", "updates", ["values", "updates"], ["updates", "messages-tuple"], None]


class TestAWait:
    @pytest.mark.parametrize("mode", MODES)
    def test_has_the_open_interrupts_after_one_of_two_is_resumed(self, run_async, mode):
        async def scenario(client):
            runs = Runs(client, "two", mode)
            assert interrupt_values(await runs.begin()) == ["a", "b"]
            assert interrupt_values(await runs.resume("a")) == ["b"]
            assert interrupt_values(await runs.resume("b")) == []

        run_async(scenario, graphs=GRAPHS)

    def test_has_no_interrupts_after_all_are_resumed(self, run_async):
        async def scenario(client):
            runs = Runs(client, "two")
            await runs.begin()
            assert await runs.resume("a", "b") == {"said": ["in", "a: yes", "b: yes"]}

        run_async(scenario, graphs=GRAPHS)

    @pytest.mark.parametrize("mode", [None, "values", ["values", "updates"]])
    def test_has_the_interrupt_if_another_node_writes_later(self, run_async, mode):
        async def scenario(client):
            outcome = await Runs(client, "beside", mode).begin()
            assert (interrupt_values(outcome), outcome["said"]) == (["a"], ["in"])

        run_async(scenario, graphs=GRAPHS)

    @pytest.mark.parametrize("subgraphs", [False, True])
    def test_has_the_interrupts_of_subgraphs(self, run_async, subgraphs):
        async def scenario(client):
            runs, options = Runs(client, "nested"), {"stream_subgraphs": subgraphs}
            assert sorted(interrupt_values(await runs.begin(**options))) == ["a", "b", "c"]
            assert sorted(interrupt_values(await runs.resume("a", **options))) == ["b", "c"]
            assert interrupt_values(await runs.resume("c", **options)) == ["b"]

        run_async(scenario, graphs=GRAPHS)

    def test_has_the_error_if_another_node_interrupts(self, run_async):
        async def scenario(client):
            assert (await Runs(client, "broken").begin())["__error__"]["message"] == "broken"

        run_async(scenario, graphs=GRAPHS)

    def test_without_a_thread_has_all_interrupts(self, run_async):
        async def scenario(client):
            for options in ({}, {"on_completion": "keep"}):
                body = {"assistant_id": "two", "input": {"said": []}, **options}
                assert interrupt_values(await client.json("wait_run", body)) == ["a", "b"]

        run_async(scenario, graphs=GRAPHS)


class TestAJoin:
    @pytest.mark.parametrize("graph", ["two", "beside", "nested"])
    @pytest.mark.parametrize("options", [{}, {"stream_resumable": True}])
    def test_has_the_same_interrupts_during_a_run_and_after_it(self, run_async, graph, options):
        async def scenario(client):
            body = {"assistant_id": graph, "input": {"said": []}, **options}
            run = await client.json("create_thread_run", body, thread_id=await client.thread())
            path = {"thread_id": run["thread_id"], "run_id": run["run_id"]}
            during, after = [await client.json("join_thread_run", **path) for _ in range(2)]
            state = await client.json("get_state", thread_id=run["thread_id"])
            assert (
                sorted(interrupt_values(during))
                == sorted(interrupt_values(after))
                == sorted(state_interrupt_values(state))
            )

        run_async(scenario, graphs=GRAPHS)


def state_interrupt_values(state):
    return [each["value"] for each in state["interrupts"]]


class TestOtherProtocols:
    def test_an_mcp_tool_returns_all_interrupts(self, run_async):
        async def scenario(client):
            request = {"name": "two", "arguments": {"said": []}}
            message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": request}
            result = (await client.json("call_mcp", message))["result"]
            assert interrupt_values(json.loads(result["content"][0]["text"])) == ["a", "b"]

        run_async(scenario, graphs=GRAPHS)

    def test_an_a2a_task_requires_input_until_all_are_resumed(self, run_async):
        async def scenario(client):
            (agent,) = await client.json("search_assistants", {"graph_id": "two"})

            async def send(data, **kwargs):
                a2a_message = {
                    "role": "user",
                    "messageId": "m",
                    "parts": [{"kind": "data", "data": data}],
                    **kwargs,
                }
                message = {
                    "jsonrpc": "2.0",
                    "id": 1,
                    "method": "message/send",
                    "params": {"message": a2a_message},
                }
                path = {"assistant_id": agent["assistant_id"], "headers": {"accept": BOTH}}
                task = (await client.json("send_a2a_message", message, **path))["result"]
                open_interrupts = [
                    part["data"] for each in task.get("artifacts", ()) for part in each["parts"]
                ]
                return (
                    task["id"],
                    task["status"]["state"],
                    {each["value"]: each["id"] for each in open_interrupts},
                )

            task, state, open_interrupts = await send({"said": []})
            assert (state, [*open_interrupts]) == ("input-required", ["a", "b"])
            _, state, remaining = await send({"resume": {open_interrupts["a"]: "yes"}}, taskId=task)
            assert (state, remaining) == ("input-required", {"b": open_interrupts["b"]})

        run_async(scenario, graphs=GRAPHS)

    def test_a_protocol_v2_run_is_interrupted_until_all_are_resumed(self, run_async):
        async def scenario(client):
            thread = await client.thread()

            async def outcome():
                run, *_ = await client.json("list_thread_runs", thread_id=thread)
                return await client.json("join_thread_run", thread_id=thread, run_id=run["run_id"])

            await client.commanded(thread, "run.start", assistant_id="two", input={"said": []})
            first, second = (await outcome())["__interrupt__"]
            response = {"interrupt_id": first["id"], "response": "yes"}
            assert (await client.commanded(thread, "input.respond", **response))["type"] == "success"
            assert (await outcome())["__interrupt__"] == [second]
            *_, end = await client.thread_events(thread, "lifecycle", runs=2)
            assert end["params"]["data"]["event"] == "interrupted"
            assert (await client.json("get_thread", thread_id=thread))["status"] == "interrupted"

        run_async(scenario, graphs=GRAPHS)


def test_a_thread_has_the_values_of_its_checkpoint_while_a_step_is_not_over(run_async):
    async def scenario(client):
        runs = Runs(client, "two")
        await runs.begin()
        await runs.resume("a")
        thread = await client.json("get_thread", thread_id=runs.thread)
        assert thread["values"] == {"said": ["in"]}
        assert [each["value"] for (each,) in thread["interrupts"].values()] == ["b"]
        assert (await runs.state())["values"] == {"said": ["in", "a: yes"]}

    run_async(scenario, graphs=GRAPHS)


INTERRUPT = {"id": "1", "value": "a"}
OTHER = {"id": "2", "value": "b"}


class TestEvents:
    def result(self, *events):
        result_seen = RunResult()
        for name, data in events:
            result_seen.add(name, json.dumps(data).encode())
        return json.loads(result_seen.of_success({"status": "idle", "interrupts": {}, "values": {"n": 0}}))

    @pytest.mark.parametrize(
        ("events", "outcome"),
        [
            ([], {"n": 0}),
            ([("updates", {"a": {"n": 1}})], {"n": 0}),
            ([("values", {"n": 1}), ("values", {"n": 2}), ("updates", {"a": {"n": 3}})], {"n": 2}),
            ([("updates", {"__interrupt__": []})], {"n": 0}),
            ([("values", {"n": 1}), ("updates", {"__interrupt__": []})], {"n": 1}),
            ([("values|child:1", {"__interrupt__": [INTERRUPT]})], {"n": 0}),
            (
                [("values", {"n": 1, "__interrupt__": [INTERRUPT]}), ("values", {"n": 2})],
                {"n": 1, "__interrupt__": [INTERRUPT]},
            ),
            (
                [
                    ("updates", {"__interrupt__": [INTERRUPT]}),
                    ("values", {"n": 1, "__interrupt__": [INTERRUPT]}),
                ],
                {"n": 1, "__interrupt__": [INTERRUPT]},
            ),
            (
                [("values", {"n": 1, "__interrupt__": [INTERRUPT, OTHER]})],
                {"n": 1, "__interrupt__": [INTERRUPT, OTHER]},
            ),
            (
                [
                    ("updates", {"__interrupt__": [INTERRUPT]}),
                    ("values", {"n": 1, "__interrupt__": [INTERRUPT]}),
                    ("updates", {"__interrupt__": [OTHER]}),
                    ("values", {"n": 1, "__interrupt__": [OTHER]}),
                ],
                {"__interrupt__": [INTERRUPT, OTHER]},
            ),
            ([("values", ["__interrupt__"])], ["__interrupt__"]),
            ([("values", {"text": "__interrupt__"})], {"text": "__interrupt__"}),
        ],
    )
    def test_produce_a_result(self, events, outcome):
        assert self.result(*events) == outcome

    def test_of_an_interrupted_thread_are_its_interrupts(self):
        state = {
            "status": "interrupted",
            "interrupts": {"t": [INTERRUPT], "u": [OTHER]},
            "values": {},
        }
        assert json.loads(of_thread(state)) == {"__interrupt__": [INTERRUPT, OTHER]}
