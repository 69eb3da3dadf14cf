"""Miniatures that list runs wrongly."""

from miniatures.miniature import Mock, wrong
from miniatures.started import reads
from miniatures.words import MARK, Answered, Asked


@wrong("runs.list.order", "list_thread_runs")
async def runs_are_listed_oldest_first(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.saying(answer.json[::-1]) if answer.ok and not asked.query else answer


@wrong("runs.list.limit", "list_thread_runs", when=lambda asked: "limit" in asked.query)
async def runs_are_listed_without_limit(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.unasked("limit"))


@wrong("runs.list.default_limit", "list_thread_runs")
async def all_runs_are_listed(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.asking(limit="100") if "limit" not in asked.query else asked)


@wrong("runs.list.offset", "list_thread_runs", when=lambda asked: "offset" in asked.query)
async def runs_are_listed_from_the_newest(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.unasked("offset"))


@wrong("runs.list.status", "list_thread_runs", when=lambda asked: "status" in asked.query)
async def runs_are_listed_whatever_their_status(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.unasked("status"))


@wrong("runs.list.select", "list_thread_runs", when=lambda asked: "select" in asked.query)
async def runs_are_listed_whole(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.unasked("select"))


@wrong("runs.list.thread", "list_thread_runs", also=("create_thread_run",), when=reads("list_thread_runs"))
async def runs_of_other_threads_are_listed(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    key = asked.headers.get("x-api-key")
    known = mock.memory.setdefault(key, [])
    if asked.operation == "create_thread_run":
        known += [answer.json] if answer.ok else []
        return answer
    marks = {run.get("metadata", {}).get(MARK) for run in answer.json} if answer.ok else set()
    others = [
        run for run in known if run["metadata"].get(MARK) in marks and run["thread_id"] != asked.thread_id
    ]
    return answer.saying(answer.json + others) if others else answer
