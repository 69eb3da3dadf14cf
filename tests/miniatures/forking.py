"""Miniatures whose runs start at the wrong checkpoint."""

from miniatures.miniature import Mock, wrong
from miniatures.started import names
from miniatures.words import Answered, Asked


@wrong("runs.checkpoint.fork", "create_thread_run", when=names("checkpoint"))
async def a_run_with_a_checkpoint_goes_on_from_the_end(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("checkpoint") if asked.json.get("input") else asked)


@wrong("runs.checkpoint.regenerate", "create_thread_run", when=names("checkpoint"))
async def a_run_with_a_checkpoint_alone_does_nothing(mock: Mock, asked: Asked) -> Answered:
    alone = "checkpoint" in asked.json and not asked.json.get("input")
    return await mock(asked.without("checkpoint") if alone else asked)


@wrong(
    "runs.checkpoint.fork_keeps_history",
    "create_thread_run",
    also=("list_history",),
    when=names("checkpoint"),
)
async def a_fork_cuts_the_other_branch_off(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if asked.operation == "create_thread_run":
        mock.memory |= {asked.thread_id: True} if "checkpoint" in asked.json else {}
        return answer
    if asked.thread_id not in mock.memory or not answer.ok:
        return answer
    chain, states = [], {state["checkpoint"]["checkpoint_id"]: state for state in answer.json}
    following = answer.json[0]
    while following:
        chain.append(following)
        following = states.get((following["parent_checkpoint"] or {}).get("checkpoint_id"))
    return answer.saying(chain)


@wrong("runs.command.update", "create_thread_run", when=names("command"))
async def a_command_writes_nothing(mock: Mock, asked: Asked) -> Answered:
    only = asked.json.get("command", {}).keys() == {"update"}
    return await mock(asked.without("command") if only else asked)


@wrong("runs.command.goto", "create_thread_run", when=names("command"))
async def a_command_goes_nowhere(mock: Mock, asked: Asked) -> Answered:
    command = asked.json.get("command", {})
    kept = {name: value for name, value in command.items() if name != "goto"}
    return await mock(asked.having(command=kept) if "goto" in command else asked)
