"""Interrupts of a graph and answers to them."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from contract_tests.actions.runs import run_to_end
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked
from contract_tests.harness.check_context import CheckContext

APPROVAL = {"decisions": [{"type": "approve"}]}
"""Answer to an interrupt with `action_requests`, the form of an agent's request to approve a tool call."""


INTERRUPTS_DESCRIPTION = "the interrupts of the state's tasks"


def interrupt_run(ctx: CheckContext) -> Any:
    """Run the human-in-the-loop graph on a new thread, and return the interrupted run."""
    return run_to_end(ctx, assistant_id=ctx.graph_for("hitl"))


def interrupts_of(ctx: CheckContext, state: Exchange) -> list[Json]:
    """Return the ids of the interrupts in a state's tasks.

    Raises:
        Blocked: it has none, because the graph does not interrupt, or the state does not show it.

    """
    ids = [each for task in state.json["tasks"] for each in interrupt_ids(task.get("interrupts"))]
    if ids:
        return ids
    graph = ctx.run_context.survey.roles.get("hitl")
    if graph is None or not graph.asks:
        raise Blocked("the graph does not interrupt (--hitl)", state)
    operation = ctx.run_context.contract.by_id["create_thread_run"]
    raise Blocked.by_finding("interrupts.state", operation, "the state shows no interrupt", state)


def interrupt_ids(interrupts: Json) -> list[Json]:
    return [each.get("id") for each in interrupts or () if isinstance(each, Mapping)]


def resume_value(state: Exchange) -> Json:
    """Return an answer that the graph will probably accept."""
    value: Json = None
    with suppress(LookupError, TypeError):
        value = state.json["tasks"][0]["interrupts"][0]["value"]
    if isinstance(value, Mapping) and "action_requests" in value:
        return APPROVAL
    choices = value.get("choices") if isinstance(value, Mapping) else None
    return choices[0] if isinstance(choices, list) and choices else "yes"
