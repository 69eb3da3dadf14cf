"""Miniatures that handle unknown and malformed ids wrongly."""

from uuid import UUID

from contract_tests.operation_groups import NAMING_A_RESOURCE, READING
from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked, refusing


@wrong("resources.unknown_id", *NAMING_A_RESOURCE)
async def an_id_never_heard_of_is_a_success(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if answer.ok:
        mock.memory[asked.resource_id] = answer
    look = asked.to("GET", asked.place)
    there = asked.resource_id in mock.memory or (await mock(look)).ok or (await mock(look.as_other())).ok
    return answer if there or answer.status not in {404, 409} else answer.saying(None, status=200)


@wrong("resources.get.normalised_id", *READING)
async def an_id_in_upper_case_is_unknown(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked) if asked.path == asked.path.lower() else refusing(404)


@wrong("resources.malformed_id", *NAMING_A_RESOURCE)
async def a_malformed_id_is_unknown(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    try:
        UUID(asked.resource_id)
    except ValueError:
        return answer if answer.ok else refusing(404)
    return answer
