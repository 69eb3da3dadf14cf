"""Tool use: what a trial asks of a target whose assistants are tools of the Model Context Protocol."""

from collections.abc import Iterator
from typing import Any

from contract_tests.actions.assistants import named_graph
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import NotTestable
from contract_tests.harness.trial import Trial

ACCEPT = {"Accept": "application/json, text/event-stream"}

MOST_PAGES = 50
"""Of tools: so many are looked through for one of our own."""

Tool = dict[str, Any]


def request(trial: Trial, method: str, *, id: Json = 1, other: bool = False, **params: Json) -> Exchange:  # noqa: A002
    """Its answer has a result or an error."""
    message = {"jsonrpc": "2.0", "id": id, "method": method, "params": params}
    return trial.need(send(trial, message, other=other))


def send(trial: Trial, message: Json, *, other: bool = False) -> Exchange:
    """A message of any kind."""
    return trial.call("call_mcp", headers=ACCEPT, body=message, other=other)


def succeed(trial: Trial, method: str, *, other: bool = False, **params: Json) -> Exchange:
    """Its answer has a result."""
    answered = request(trial, method, other=other, **params)
    if "result" not in said(answered):
        raise NotTestable(f"{method} is answered with an error", answered)
    return answered


def call(trial: Trial, name: str, text: str = "hello") -> Exchange:
    """Call a tool that keeps messages."""
    return request(
        trial, "tools/call", name=name, arguments={"messages": [{"role": "user", "content": text}]}
    )


def code(answered: Exchange) -> Json:
    """Of the error, if the answer is one."""
    return said(answered).get("error", {}).get("code")


def said(answered: Exchange) -> dict[str, Json]:
    """What is in an answer, which may have nothing in it."""
    return answered.json if isinstance(answered.json, dict) else {}


def new_tool(trial: Trial, *, other: bool = False, **body: Json) -> str:
    """The name of a tool that nobody else has: that of an assistant, made for it."""
    name = trial.new_id()
    trial.create_assistant(other=other, name=name, **body)
    return name


def failing_tool(trial: Trial) -> str:
    return new_tool(trial, graph_id=named_graph(trial, trial.failing))


def tools(trial: Trial, title: str, *, other: bool = False) -> tuple[Exchange, list[Tool]]:
    """Those of assistants with the name, and the page that they are on, or the last one."""
    for page in _pages(trial, other=other):
        found = [tool for tool in page.json["result"]["tools"] if title in (tool.get("title"), tool["name"])]
        if found:
            break
    return page, found


def _pages(trial: Trial, *, other: bool) -> Iterator[Exchange]:
    cursor: dict[str, Json] = {}
    for _ in range(MOST_PAGES):
        page = succeed(trial, "tools/list", other=other, **cursor)
        yield page
        if "nextCursor" not in page.json["result"]:
            return
        cursor = {"cursor": page.json["result"]["nextCursor"]}
