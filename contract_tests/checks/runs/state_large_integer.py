"""An integer beyond 64 bits reaches the state through the input of a run, and is returned, as that number.

It is in `additional_kwargs` of a message. Its digits need only be as exact as those of a double.

Why: JavaScript writes numbers below 1e21 as integers, such as an amount in the smallest unit of a currency.
If the run fails on one, the message of the user is lost.
"""

from contract_tests.actions.json_values import is_equal
from contract_tests.actions.run_values import IN_MESSAGE, kept_in_message
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING_ON_A_THREAD

LARGE_INTEGER = 10**20


@check("runs.state.large_integer", operations=STARTING_ON_A_THREAD, tier=2, level="should")
def large_integer(ctx: CheckContext) -> None:
    read, found = kept_in_message(ctx, {"amount": LARGE_INTEGER})
    amount: Json = found.get("amount") if isinstance(found, dict) else None
    ctx.expect(
        is_equal(amount, LARGE_INTEGER),
        expected=expect.shown(LARGE_INTEGER),
        received=expect.shown(amount),
        exchange=read,
        pointer=f"{IN_MESSAGE}/amount",
    )
