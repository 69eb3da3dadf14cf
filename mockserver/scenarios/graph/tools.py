"""Execution of tool calls, each in a task of the node `tools`."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool, ToolException
from langgraph.types import interrupt

from mockserver.scenarios.built_in_tools import COMPUTED
from mockserver.scenarios.graph.channels import POSITION
from mockserver.scenarios.graph.effects import Changes
from mockserver.scenarios.graph.task import Task
from mockserver.scenarios.scenario import MESSAGES
from mockserver.scenarios.steps import ToolCall
from mockserver.scenarios.template_values import rendered, text

DONE = "Done."
"""Result of a call without one."""

ANYTHING: Mapping[str, Any] = {"type": "object", "properties": {}, "additionalProperties": True}

Subagent = Runnable[Any, Any]


def payload(task: Task, number: int, call: Mapping[str, Any]) -> dict[str, Any]:
    """Return the input of a call's task, in the form by which langgraph finds the call of a subagent."""
    state = {key: value for key, value in task.state.items() if key != MESSAGES}
    return {
        "__type": "tool_call_with_context",
        "tool_call": dict(call),
        "state": state,
        "at": task.at,
        "number": number,
        "answer": task.answer,
        "input": task.input,
        "turn": task.turn,
    }


class ScenarioTool(BaseTool):
    """A tool that accepts any arguments."""

    body: Callable[[], Awaitable[Any]]

    def _run(self, *_args: Any, **_kwargs: Any) -> Any:
        raise NotImplementedError("the graphs of scenarios are asynchronous")

    async def _arun(self, /, **_kwargs: Any) -> Any:
        return await self.body()


@dataclass(slots=True)
class CallTask:
    """The task of one call."""

    call: ToolCall
    given: Mapping[str, Any]
    """The `payload`."""
    subagent: Subagent | None

    async def run(self, following: int) -> Changes:
        self._answer = self.given["answer"]
        there = self.given["tool_call"]
        tool = ScenarioTool(
            name=there["name"], description=there["name"], args_schema=dict(ANYTHING), body=self._result
        )
        try:
            message: ToolMessage = await tool.ainvoke({**there, "type": "tool_call"})
        except ToolException as error:
            message = ToolMessage(str(error), name=there["name"], tool_call_id=there["id"], status="error")
        # copied, because the tool's own message may already have been streamed
        message = message.model_copy(update={"id": f"result_{there['id']}"})
        return {
            **rendered(self.call.set, self._variables()),
            MESSAGES: [message],
            POSITION: {"at": following, "answer": self._answer},
        }

    _answer: Any = None

    def _variables(self) -> dict[str, Any]:
        names = ("input", "turn", "state")
        args = self.given["tool_call"]["args"]
        return {**{name: self.given[name] for name in names}, "args": args, "answer": self._answer}

    async def _result(self) -> Any:
        call, there = self.call, self.given["tool_call"]
        is_waiting = call.headless or call.interrupt is not None
        if call.headless:
            shown = {key: there[key] for key in ("id", "name", "args")}
            self._answer = interrupt({"type": "tool", "tool_call": shown})
        elif call.interrupt is not None:
            self._answer = interrupt(rendered(call.interrupt, self._variables()))
        await asyncio.sleep(call.takes)
        if call.fails is not None:
            raise ToolException(text(call.fails, self._variables()))
        from_subagent = await self._from_subagent() if self.subagent else None
        if call.result is not None:
            return content({**self._variables()}, call.result)
        if from_subagent is not None:
            return from_subagent
        if call.compute:
            return as_text(COMPUTED[call.compute](there["args"]))
        return as_text(self._answer) if is_waiting else DONE

    async def _from_subagent(self) -> str:
        """Return the last message of the subagent, which gets the task as a human message."""
        assert self.subagent is not None  # noqa: S101 - checked by the caller
        args = self.given["tool_call"]["args"]
        task = args.get("description") or next((each for each in args.values() if isinstance(each, str)), "")
        name = self.call.agent or args.get("subagent_type") or self.call.name
        result = await self.subagent.ainvoke(
            {MESSAGES: [HumanMessage(str(task), id=f"task_{self.given['tool_call']['id']}")]},
            {"metadata": {"lc_agent_name": name}},
        )
        last = next((each for each in reversed(result[MESSAGES]) if isinstance(each, AIMessage)), None)
        return str(last.text) if last else DONE


def content(variables: Mapping[str, Any], result: Any) -> str:
    return as_text(rendered(result, variables))


def as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
