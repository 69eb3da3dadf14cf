"""Miniatures whose runs start at the wrong checkpoint."""

from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong
from miniatures.started import names


@wrong("runs.checkpoint.fork", "create_thread_run", when=names("checkpoint"))
async def a_checkpoint_is_ignored(mock: Mock, request: Request) -> Response:
    return await mock(request.without("checkpoint") if request.json.get("input") else request)


@wrong("runs.checkpoint.regenerate", "create_thread_run", when=names("checkpoint"))
async def a_run_with_a_checkpoint_alone_does_nothing(mock: Mock, request: Request) -> Response:
    alone = "checkpoint" in request.json and not request.json.get("input")
    return await mock(request.without("checkpoint") if alone else request)


@wrong(
    "runs.checkpoint.fork_keeps_history",
    "create_thread_run",
    also=("list_history",),
    when=names("checkpoint"),
)
async def a_fork_drops_the_other_branch(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if request.operation == "create_thread_run":
        mock.memory |= {request.thread_id: True} if "checkpoint" in request.json else {}
        return response
    if request.thread_id not in mock.memory or not response.ok:
        return response
    chain, states = [], {state["checkpoint"]["checkpoint_id"]: state for state in response.json}
    following = response.json[0]
    while following:
        chain.append(following)
        following = states.get((following["parent_checkpoint"] or {}).get("checkpoint_id"))
    return response.with_json(chain)


@wrong("runs.command.update", "create_thread_run", when=names("command"))
async def a_command_writes_nothing(mock: Mock, request: Request) -> Response:
    only = request.json.get("command", {}).keys() == {"update"}
    return await mock(request.without("command") if only else request)


@wrong("runs.command.goto", "create_thread_run", when=names("command"))
async def goto_is_ignored(mock: Mock, request: Request) -> Response:
    command = request.json.get("command", {})
    kept = {name: value for name, value in command.items() if name != "goto"}
    return await mock(request.with_fields(command=kept) if "goto" in command else request)
