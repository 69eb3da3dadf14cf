"""The survey: one realistic session with the target, before any check and once for all processes.

It tries every operation with one well-formed request, and finds the facts that checks rely on, so that no
check has to guess them from a failure.
"""

from contextlib import ExitStack
from dataclasses import replace

from contract_tests.findings.survey import GraphFacts, Survey
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.graphs import Graphs
from contract_tests.harness.run_context import RunContext
from contract_tests.survey import behaviour
from contract_tests.survey.availability import offers, without_denied
from contract_tests.survey.graphs import find_graphs
from contract_tests.survey.session import Session, field_of
from contract_tests.survey.unknown_path import UnknownPaths

RESPONSE_SECONDS = 15.0
"""Seconds that a response to the survey may take, at most."""


def take_survey(run_context: RunContext) -> Survey:
    """Return what the target offers.

    What the survey created is removed, except the assistants that checks need: they are pending cleanup.

    Raises:
        Unreachable: the target has stopped responding.
        OutOfTime: the `--max-time` budget is used up.

    """
    timeout = min(run_context.target.timeout, RESPONSE_SECONDS)
    run_context = replace(run_context.unvalidated, target=replace(run_context.target, timeout=timeout))
    operation = run_context.contract.by_id["get_info"]
    with ExitStack() as stack:
        stack.callback(run_context.target.close)
        kept = CheckContext(run_context, operation, "survey of graphs")
        with ExitStack() as interrupted:
            interrupted.enter_context(kept)
            with CheckContext(run_context, operation, "survey") as ctx:
                survey = _taken(Session(ctx, kept))
            interrupted.pop_all()
    return replace(survey, is_rate_limited=run_context.target.is_rate_limited)


def _taken(session: Session) -> Survey:
    run_context = session.run_context
    for name in ("get_ok", "get_info"):
        session.send(name)
    survey = Survey(
        error_shape=behaviour.error_shape(session),
        requires_credentials=run_context.requires_auth.is_up(run_context.target),
        authenticates=behaviour.authenticates(session),
        owners_differ=behaviour.owners_differ(session),
        item_fields=behaviour.item_fields(session),
    )
    graphs, roles = find_graphs(session)
    survey = replace(survey, graphs=graphs, roles=roles)
    session.listed_assistant_id = survey.listed_assistant_id
    graph = roles.get("assistant") or next((each for each in graphs if not each.fails), None)
    if graph is not None:
        session.thread_id, session.checkpoint_id = session.runs.get(graph.assistant_id, ("", ""))
        survey = _with_runs(session, survey, graph)
    session.ctx.run_context = replace(run_context, graphs=Graphs(run_context.graphs.named, survey))
    found = without_denied(dict(offers(session, UnknownPaths(run_context.target))), session)
    subgraphs = field_of(session.last.get("get_assistant_subgraphs"))
    return replace(
        survey,
        operations={each.id: found[each.id] for each in run_context.contract.operations},
        keeps_assistants=session.keeps_assistants,
        keeps_crons=session.keeps_crons,
        endless_streams=tuple(sorted(session.endless_streams)),
        has_subgraphs=bool(subgraphs) if isinstance(subgraphs, dict) else None,
    )


def _with_runs(session: Session, survey: Survey, graph: GraphFacts) -> Survey:
    """Complete the survey by what runs of the graph do."""
    keeps_history = behaviour.keeps_history(session, graph)  # of a streamed run, before others
    writes_state, writes_thread_values = behaviour.writes_state(session, graph)
    executes, seconds = behaviour.runs_in_background(session, graph)
    return replace(
        survey,
        keeps_history=keeps_history,
        writes_state=writes_state,
        writes_thread_values=writes_thread_values,
        runs_in_background=executes,
        delays_runs=behaviour.delays_runs(session, graph, seconds) if executes else None,
        delays_streamed_runs=behaviour.delays_streamed_runs(session, graph) if executes is False else None,
    )
