"""Miniatures that take unknown and malformed ids wrongly."""

from uuid import UUID

from contract_tests.operation_groups import NAMING_A_THREAD
from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked, refusing


@wrong("threads.unknown_id", *NAMING_A_THREAD)
async def an_id_never_heard_of_is_a_success(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if answer.ok:
        mock.memory[asked.thread_id] = answer
    foreign = await mock(asked.as_other().to("GET", f"/threads/{asked.thread_id}"))
    unheard = answer.status in {404, 409} and asked.thread_id not in mock.memory and not foreign.ok
    return answer.saying(None, status=200) if unheard else answer


@wrong("threads.get.normalised_id", "get_thread")
async def an_id_in_upper_case_is_unknown(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked) if asked.path == asked.path.lower() else refusing(404)


@wrong("threads.malformed_id", *NAMING_A_THREAD)
async def a_malformed_id_is_unknown(mock: Mock, asked: Asked) -> Answered:
    try:
        UUID(asked.thread_id)
    except ValueError:
        return refusing(404)
    return await mock(asked)
