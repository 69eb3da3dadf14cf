"""Miniatures that return outdated responses."""

from contract_tests.operation_groups import COUNTING, FINDING_CRONS, SEARCHING
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong


async def the_first_response_is_repeated(mock: Mock, request: Request) -> Response:
    """Repeat the first response once. Checks that poll get current responses from the third request on."""
    key = (request.operation, request.path, repr(request.query), request.content, repr(request.headers))
    response = await mock(request)
    responses = mock.memory.setdefault(key, [])
    responses.append(response)
    return responses[0] if len(responses) == 2 else response


resources = wrong("resources.search.includes_new", *SEARCHING, *COUNTING)(the_first_response_is_repeated)
crons = wrong("crons.search.includes_new", *FINDING_CRONS)(the_first_response_is_repeated)
items = wrong("store.search.includes_new", "search_items")(the_first_response_is_repeated)
runs = wrong("runs.list.includes_new", "list_thread_runs")(the_first_response_is_repeated)
states = wrong("threads.history.includes_new", "search_history")(the_first_response_is_repeated)
