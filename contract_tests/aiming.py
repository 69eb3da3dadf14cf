"""Aiming: a question that is about one run, or about the thread that it is on."""

from collections.abc import Mapping
from typing import Any

from contract_tests.contract import Json
from contract_tests.operation_groups import STARTING_ON_A_THREAD
from contract_tests.question import Question
from contract_tests.running import asking, cancelled, pending, place
from contract_tests.trial import Trial

STOPPING = ("cancel_thread_run", "cancel_runs")

NAMING_A_RUN = (
    "get_thread_run",
    "delete_thread_run",
    "join_thread_run",
    "join_thread_run_stream",
    "cancel_thread_run",
)

ABOUT_RUNS = (*NAMING_A_RUN, *STARTING_ON_A_THREAD, "list_thread_runs", "cancel_runs")


def to_be_asked(trial: Trial, *, other: bool = False) -> Any:
    """A run that the trial's operation can be about and be answered at once: one to be stopped is pending."""
    stopping = trial.operation.id in STOPPING
    return pending(trial, other=other) if stopping else cancelled(trial, other=other)


def about(trial: Trial, run: Mapping[str, Json]) -> Question:
    """What the trial's operation is to be asked about it."""
    on_thread = {"thread_id": run["thread_id"]}
    if trial.operation.id == "cancel_runs":
        return Question(body={**on_thread, "run_ids": [run["run_id"]]})
    if trial.operation.id in STARTING_ON_A_THREAD:
        return Question(on_thread, body=asking(trial))
    return Question(place(run) if trial.operation.id in NAMING_A_RUN else on_thread)
