"""Miniatures that return outdated responses."""

from contract_tests.operation_groups import COUNTING, FINDING_CRONS, SEARCHING
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong


async def the_same_question_has_the_same_answer(mock: Mock, request: Request) -> Response:
    """Repeat the first response once. Checks that poll get current responses from the third request on."""
    question = (request.operation, request.path, repr(request.query), request.content, repr(request.headers))
    response = await mock(request)
    answers = mock.memory.setdefault(question, [])
    answers.append(response)
    return answers[0] if len(answers) == 2 else response


resources = wrong("resources.search.includes_new", *SEARCHING, *COUNTING)(
    the_same_question_has_the_same_answer
)
crons = wrong("crons.search.includes_new", *FINDING_CRONS)(the_same_question_has_the_same_answer)
items = wrong("store.search.includes_new", "search_items")(the_same_question_has_the_same_answer)
runs = wrong("runs.list.includes_new", "list_thread_runs")(the_same_question_has_the_same_answer)
states = wrong("threads.history.includes_new", "search_history")(the_same_question_has_the_same_answer)
