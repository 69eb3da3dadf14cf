"""Values of any JSON type reach the state unchanged through the input of a run, and are returned unchanged.

They are in `additional_kwargs` of a message. A run that is waited for or streamed returns them, too.

Why: Pages keep what belongs to a message, such as attachments and settings, inside it. A page reads it from
the last `values` event or from the state, and shows what it reads.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/index.tsx#L213
"""

from contract_tests.actions.json_values import expect_kept
from contract_tests.actions.run_values import IN_MESSAGE, kept_in_message
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING_ON_A_THREAD


@check("runs.state.json_values", operations=STARTING_ON_A_THREAD, tier=2)
def json_values(ctx: CheckContext) -> None:
    expect_kept(ctx, lambda values: kept_in_message(ctx, values), IN_MESSAGE)
