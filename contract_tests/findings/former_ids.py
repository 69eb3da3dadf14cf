"""Former ids of checks: baselines, records and options that use them stay valid."""

import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase, translate

RENAMED: Mapping[str, str] = {
    "shape.offered": "shape.operation_exists",
    "a2a.accept": "a2a.accept_header",
    "a2a.answer.id": "a2a.response.id",
    "a2a.cancel.asked": "a2a.cancel.input_required",
    "a2a.card.agent": "a2a.card.name_and_url",
    "a2a.get.agent": "a2a.get.other_assistant",
    "a2a.get.context": "a2a.get.other_context",
    "a2a.isolation.agent": "a2a.isolation.assistant",
    "a2a.send.answer": "a2a.send.continues_task",
    "a2a.send.asked": "a2a.send.input_required",
    "a2a.send.data": "a2a.send.data_part",
    "a2a.send.parts": "a2a.send.text_parts",
    "a2a.send.resume": "a2a.send.resume_data",
    "a2a.send.thread": "a2a.send.thread_state",
    "a2a.stream.asked": "a2a.stream.input_required",
    "a2a.unknown_agent": "a2a.unknown_assistant",
    "assistants.configuration.both": "assistants.configuration.config_and_context",
    "assistants.create.given": "assistants.create.stores_fields",
    "assistants.latest.restores": "assistants.latest.name_and_metadata",
    "assistants.patch.given": "assistants.patch.replaces_fields",
    "assistants.versions.none": "assistants.versions.offset_beyond_end",
    "crons.created.stored": "crons.create.stored",
    "crons.delete.gone": "crons.delete.not_found",
    "crons.fires": "crons.runs_on_schedule",
    "crons.gone_with_thread": "crons.deleted_with_thread",
    "crons.schedule_refused": "crons.invalid_schedule",
    "crons.search.fresh": "crons.search.includes_new",
    "crons.settings": "crons.create.settings",
    "crons.update.nothing": "crons.update.no_fields",
    "events.live": "events.incremental",
    "events.run_start.answers": "events.run_start.resumes_interrupt",
    "events.run_start.run": "events.run_start.run_id",
    "events.run_start.thread": "events.run_start.creates_thread",
    "events.socket.broken_frame": "events.socket.invalid_message",
    "events.socket.once": "events.socket.no_duplicates",
    "events.socket.past": "events.socket.replay",
    "events.socket.tree": "events.socket.agent_tree",
    "events.unborn_thread": "events.subscribe_before_creation",
    "interrupts.after": "interrupts.interrupt_after",
    "interrupts.before": "interrupts.interrupt_before",
    "interrupts.before_node": "interrupts.interrupt_before_nodes",
    "interrupts.before_thread": "interrupts.interrupt_before_thread_status",
    "interrupts.before_updates": "interrupts.interrupt_before_updates",
    "interrupts.everywhere": "interrupts.visible_in_all_reads",
    "interrupts.go_on": "interrupts.continue_without_input",
    "interrupts.repeated": "interrupts.rerun_without_answer",
    "interrupts.seen": "interrupts.wait_or_stream",
    "mcp.accept": "mcp.accept_header",
    "mcp.answer.id": "mcp.response.id",
    "mcp.slash": "mcp.trailing_slash",
    "resources.body.broken_json": "resources.body.invalid_json",
    "resources.create.new_id": "resources.create.generated_id",
    "resources.delete.gone": "resources.delete.not_found",
    "resources.search.fresh": "resources.search.includes_new",
    "runs.cancel.idle": "runs.cancel.thread_idle",
    "runs.cancel.many": "runs.cancel.by_run_ids",
    "runs.cancel.many_finished": "runs.cancel.by_run_ids_finished",
    "runs.cancel.many_rollback": "runs.cancel.by_run_ids_rollback",
    "runs.cancel.rollback_idle": "runs.cancel.rollback_thread_idle",
    "runs.cancel.running_thread": "runs.cancel.running_thread_status",
    "runs.cancel.status": "runs.cancel.by_status",
    "runs.checkpoint.kept": "runs.checkpoint.fork_keeps_history",
    "runs.create.names": "runs.create.thread_id",
    "runs.delete.gone": "runs.delete.not_found",
    "runs.delete.idle": "runs.delete.thread_idle",
    "runs.delete.stops": "runs.delete.stops_execution",
    "runs.list.fresh": "runs.list.includes_new",
    "runs.seen.command": "runs.wait_or_stream.command",
    "runs.seen.later": "runs.wait_or_stream.after_seconds",
    "runs.seen.metadata": "runs.wait_or_stream.metadata",
    "runs.state.answer": "runs.state.input_and_output",
    "stateless_runs.batch.refused": "stateless_runs.batch.invalid_run",
    "stateless_runs.batch.threads": "stateless_runs.batch.separate_threads",
    "stateless_runs.isolated": "stateless_runs.no_shared_state",
    "stateless_runs.keep": "stateless_runs.on_completion_keep",
    "stateless_runs.no_thread": "stateless_runs.deletes_thread",
    "stateless_runs.resume": "stateless_runs.resume_rejected",
    "store.delete.gone": "store.delete.removes_item",
    "store.isolation.unseen": "store.isolation.hidden",
    "store.put.kept": "store.put.stored",
    "store.put.reserved": "store.put.reserved_namespace",
    "store.search.fresh": "store.search.includes_new",
    "store.search.no_number": "store.search.compare_non_numbers",
    "streams.join_live": "streams.join_pending",
    "streams.join_whole": "streams.join_several_modes",
    "streams.once": "streams.no_duplicates",
    "streams.resume_all": "streams.resume_from_start",
    "streams.resume_end": "streams.resume_after_last_event",
    "streams.resume_rest": "streams.resume_missed_events",
    "system.metrics.counted": "system.metrics.request_counter",
    "system.metrics.text": "system.metrics.prometheus_format",
    "threads.create.supersteps_refused": "threads.create.supersteps_unknown_node",
    "threads.history.fresh": "threads.history.includes_new",
    "threads.patch.minimal": "threads.patch.prefer_minimal",
    "threads.prune.missing": "threads.prune.unknown_ids",
    "threads.state.update_thread": "threads.state.update_thread_values",
    "threads.state.update_time": "threads.state.update_timestamp",
    "threads.storage.count": "threads.storage.checkpoint_count",
}
"""Current id of a check by its former id."""

FORMER_IDS: Mapping[str, tuple[str, ...]] = {
    new: tuple(old for old, other in RENAMED.items() if other == new) for new in RENAMED.values()
}
"""Former ids of a check by its current id."""

RENAMED_VERDICTS: Mapping[str, str] = {"not testable": "blocked"}
"""Current word for a verdict by its former word."""


def current(name: str) -> str:
    """Return the current name of a check, or of an item (`ID[OPERATION]`)."""
    check, bracket, operation = name.partition("[")
    return f"{RENAMED.get(check, check)}{bracket}{operation}"


def ids_of(check: str) -> tuple[str, ...]:
    """Return the current id of a check and its former ones."""
    return check, *FORMER_IDS.get(check, ())


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return an expression that matches a name if a pattern does, as `fits`."""
    return re.compile("|".join(translate(each.replace("[", "[[]")) for each in patterns))


def fits(name: str, pattern: str) -> bool:
    """Return whether the pattern matches a name. `*` matches any characters; brackets are literal."""
    return fnmatchcase(name, pattern.replace("[", "[[]"))


def matches(check: str, pattern: str) -> bool:
    """Return whether the pattern matches the id of the check, or a former id of it."""
    return any(fits(name, pattern) for name in ids_of(check))


def selected_by_former_id(patterns: Iterable[str]) -> tuple[str, ...]:
    """Return the former ids of the checks that a pattern would not match by their current id."""
    ids = (pattern.partition("[")[0].partition(" on ")[0] for pattern in patterns)
    return tuple(
        old for each in ids for old, new in RENAMED.items() if fits(old, each) and not fits(new, each)
    )


def notes(place: str, former_ids: Iterable[str], remedy: str = "") -> tuple[str, ...]:
    """Return a line for each former id: where it is used, which id replaces it, and what to do."""
    end = f": {remedy}" if remedy else ""
    return tuple(f"{place}: {old} is now {RENAMED[old]}{end}" for old in former_ids)
