"""The survey: one realistic session with the target, before any check and once for all processes.

It tries every operation with one well-formed request, and finds the facts that checks rely on, so that no
check has to guess them from a failure.
"""

from dataclasses import replace

from contract_tests.findings.survey import GraphFacts, Survey
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.graphs import Graphs
from contract_tests.harness.run_context import RunContext
from contract_tests.survey import behaviour
from contract_tests.survey.graphs import find_graphs
from contract_tests.survey.operations import offers
from contract_tests.survey.session import Session
from contract_tests.survey.unknown_path import UnknownPaths


def take_survey(run_context: RunContext) -> Survey:
    """Return what the target offers. What the survey created is removed. Raises: Unreachable, OutOfTime."""
    operation = run_context.contract.by_id["get_info"]
    with CheckContext(run_context.unvalidated, operation, "survey") as ctx:
        session = Session(ctx, CheckContext(run_context.unvalidated, operation, "survey of graphs"))
        for name in ("get_ok", "get_info"):
            session.send(name)
        survey = Survey(
            error_shape=behaviour.error_shape(session),
            requires_credentials=run_context.requires_auth.is_up(run_context.target),
            owners_differ=behaviour.owners_differ(session),
        )
        graphs, roles = find_graphs(session)
        survey = replace(survey, graphs=graphs, roles=roles)
        graph = roles.get("assistant") or next((each for each in graphs if not each.fails), None)
        if graph is not None:
            survey = _with_runs(session, survey, graph)
        ctx.run_context = replace(ctx.run_context, graphs=Graphs(run_context.graphs.named, survey))
        found = dict(offers(session, UnknownPaths(run_context.target)))
    operations = {each.id: found[each.id] for each in run_context.contract.operations}
    return replace(survey, operations=operations, notes=tuple(_notes(survey)))


def _with_runs(session: Session, survey: Survey, graph: GraphFacts) -> Survey:
    """Complete the survey by what runs of the graph do."""
    keeps_history = behaviour.keeps_history(session, graph)  # of a streamed run, before others
    writes_state, writes_thread_values = behaviour.writes_state(session, graph)
    executes = behaviour.runs_in_background(session, graph)
    return replace(
        survey,
        keeps_history=keeps_history,
        writes_state=writes_state,
        writes_thread_values=writes_thread_values,
        runs_in_background=executes,
        delays_runs=behaviour.delays_runs(session, graph) if executes else None,
        has_subgraphs=behaviour.has_subgraphs(session, graph),
    )


def _notes(survey: Survey) -> list[str]:
    notes = []
    if survey.graphs and not any(each.is_named for each in survey.graphs):
        notes.append("runs accept the UUID of an assistant, but not the name of its graph")
    if not survey.graphs:
        notes.append("no graph could be run: name one with --assistant")
    elif "assistant" not in survey.roles:
        notes.append("no graph keeps `messages` in its state: checks that need one are skipped")
    if survey.runs_in_background is False:
        notes.append("a background run is never executed")
    if survey.owners_differ is False:
        notes.append("the second identity reads the threads of the first")
    return notes
