"""A repeated history request returns the states created in between.

Why: `useStream` sends the same history request after each run. With a cached response, the new answer
disappears from the page as soon as its stream has ended.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L247
"""

from contract_tests.actions.threads import read_all, say, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("threads.history.includes_new", operation="search_history", tier=2)
def includes_new(trial: Trial) -> None:
    thread_id = stateful_thread(trial, messages=1)["thread_id"]
    before = read_all(trial, thread_id, "search_history")
    say(trial, thread_id, "m2")
    after = read_all(trial, thread_id, "search_history")
    expect.same(trial, after, len(after.json) - len(before.json), 1)
