"""Miniatures whose threads show the effects of runs wrongly."""

from miniatures.miniature import Mock, wrong
from miniatures.started import NOWHERE, bodies, is_plain, noted, reads
from miniatures.words import Answered, Asked


@wrong("runs.thread.busy", "create_thread_run", places=("get_thread",))
async def a_thread_is_idle_while_it_has_a_run(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.with_fields(status="idle") if answer.ok and answer.json["status"] == "busy" else answer


@wrong("runs.thread.idle", "create_thread_run", also=("get_thread",), when=reads("get_thread"))
async def a_thread_is_interrupted_after_its_run(mock: Mock, asked: Asked) -> Answered:
    answer = await noted(mock, asked)
    if asked.operation != "get_thread" or not answer.ok or [*map(is_plain, bodies(mock, asked))] != [True]:
        return answer
    return answer.with_fields(status="interrupted") if answer.json["status"] == "idle" else answer


@wrong("runs.thread.metadata", "create_thread_run", places=("get_thread",))
async def a_thread_does_not_know_its_assistant(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    metadata = answer.json["metadata"] if answer.ok else {}
    known = "assistant_id" in metadata
    return answer.with_fields(metadata={**metadata, "assistant_id": NOWHERE}) if known else answer


@wrong("runs.thread.values", "create_thread_run", places=("get_thread",))
async def a_thread_has_the_values_before_its_run(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    has_run = answer.ok and "assistant_id" in answer.json["metadata"] and answer.json["values"]
    return answer.with_fields(values={}) if has_run else answer


@wrong("runs.state.input_and_output", "create_thread_run", also=("get_state",), when=reads("get_state"))
async def there_is_always_something_next(mock: Mock, asked: Asked) -> Answered:
    answer = await noted(mock, asked)
    one = asked.operation == "get_state" and [*map(is_plain, bodies(mock, asked))] == [True]
    return answer.with_fields(next=["agent"]) if one else answer


@wrong(
    "runs.state.continues",
    "create_thread_run",
    also=("join_thread_run", "get_state"),
    when=reads("get_state"),
)
async def each_run_forgets_the_last_one(mock: Mock, asked: Asked) -> Answered:
    answer = await noted(mock, asked)
    if asked.operation == "join_thread_run":
        mock.memory.setdefault(f"waited {asked.thread_id}", len(bodies(mock, asked)))
    second = [*map(is_plain, bodies(mock, asked))] == [True, True]
    if asked.operation != "get_state" or not second or mock.memory[f"waited {asked.thread_id}"] != 1:
        return answer
    return answer.with_fields(values={"messages": answer.json["values"]["messages"][-2:]})


@wrong("runs.state.run_id", "create_thread_run", places=("get_state",))
async def a_state_is_of_another_run(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    known = answer.ok and "run_id" in (answer.json["metadata"] or {})
    return answer.with_fields(metadata={**answer.json["metadata"], "run_id": NOWHERE}) if known else answer


@wrong("runs.history.steps", "create_thread_run", places=("list_history",))
async def the_input_is_a_step_of_the_graph(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    states = answer.json if answer.ok else []
    for state in states:
        if "run_id" in state["metadata"]:
            state["metadata"]["source"] = "loop"
    return answer.saying(states) if answer.ok else answer
