"""Scheduler: jobs of one thread run one after another, those of different threads concurrently."""

import asyncio
import time
from dataclasses import dataclass, field

from mockserver.state.changes import Changes
from mockserver.state.clock import Clock
from mockserver.state.scheduler import Schedule
from patience import PATIENCE


@dataclass
class Work:
    """A job that takes no time, or runs until the test ends it."""

    run_id: str
    history: list
    due: float = 0.0
    is_slow: bool = False
    end: asyncio.Event = field(default_factory=asyncio.Event)
    owner: str = "alice"

    async def run(self):
        self.history.append(f"{self.run_id} starts")
        if self.is_slow:
            await self.end.wait()
        self.history.append(f"{self.run_id} ends")

    def stop(self, action):
        self.history.append(f"{self.run_id} stopped by {action}")
        self.end.set()


def run_scenario(scenario):
    """Return the history that a scenario writes."""

    async def main():
        history, schedule = [], Schedule(Clock.wall(), Changes())
        async with asyncio.timeout(PATIENCE):
            await scenario(schedule, history)
        return history

    return asyncio.run(main())


async def turns(count=5):
    for _ in range(count):
        await asyncio.sleep(0)


def test_jobs_of_a_thread_wait_for_each_other():
    async def scenario(schedule, history):
        first = Work("first", history, is_slow=True)
        schedule.add("t", first)
        schedule.add("t", Work("second", history))
        await turns()
        first.end.set()
        await turns()

    assert run_scenario(scenario) == ["first starts", "first ends", "second starts", "second ends"]


def test_jobs_of_two_threads_run_in_parallel():
    async def scenario(schedule, history):
        first = Work("first", history, is_slow=True)
        schedule.add("t", first)
        schedule.add("u", Work("second", history))
        await turns()
        first.end.set()
        await turns()

    assert run_scenario(scenario) == ["first starts", "second starts", "second ends", "first ends"]


def test_a_job_starts_when_it_is_due_and_lets_others_start_before():
    async def scenario(schedule, history):
        schedule.add("t", Work("later", history, due=time.monotonic() + 0.05))
        await turns()
        schedule.add("t", Work("now", history))
        await turns()
        history.append("-")
        while len(history) < 5:  # noqa: ASYNC110 - the diary has no event
            await asyncio.sleep(0.01)

    assert run_scenario(scenario) == ["now starts", "now ends", "-", "later starts", "later ends"]


def test_the_number_of_concurrent_jobs_is_limited_and_owners_take_turns():
    async def scenario(_schedule, history):
        schedule = Schedule(Clock.wall(), Changes(), at_once=1)
        jobs = [Work(f"alice {number}", history, is_slow=True) for number in range(3)]
        jobs.append(Work("bob", history, is_slow=True, owner="bob"))
        for job in jobs:
            schedule.add(job.run_id, job)
        await turns()
        assert history == ["alice 0 starts"]
        for job in jobs:
            job.end.set()
        await turns(20)

    assert [line for line in run_scenario(scenario) if "starts" in line] == [
        "alice 0 starts",
        "alice 1 starts",
        "bob starts",
        "alice 2 starts",
    ]


def test_a_job_removed_while_it_is_enqueued_does_not_run():
    async def scenario(_schedule, history):
        schedule = Schedule(Clock.wall(), Changes(), at_once=1)
        first = Work("first", history, is_slow=True)
        schedule.add("t", first)
        schedule.add("u", Work("second", history))
        schedule.add("v", Work("third", history))
        await turns()
        assert schedule.withdraw("u", "second")
        first.end.set()
        await turns(20)

    assert run_scenario(scenario) == ["first starts", "first ends", "third starts", "third ends"]


def test_a_waiting_job_can_be_removed():
    async def scenario(schedule, history):
        job = Work("job", history, due=time.monotonic() + PATIENCE)
        schedule.add("t", job)
        await turns()
        assert schedule.withdraw("t", "job") is job
        assert schedule.withdraw("t", "job") is None
        await turns()

    assert run_scenario(scenario) == []


def test_a_running_job_can_be_found():
    async def scenario(schedule, history):
        job = Work("job", history, is_slow=True)
        schedule.add("t", job)
        await turns()
        assert schedule.running("t", "job") is job
        assert schedule.running("t", "other") is None
        job.end.set()
        await turns()
        assert schedule.running("t", "job") is None

    run_scenario(scenario)


def test_no_job_of_a_deleted_thread_starts():
    async def scenario(schedule, history):
        schedule.add("t", Work("first", history, is_slow=True))
        schedule.add("t", Work("second", history))
        await turns()
        schedule.delete_thread("t")
        await turns()

    assert run_scenario(scenario) == ["first starts", "first stopped by rollback", "first ends"]


def test_closing_stops_everything_and_leaves_no_task():
    async def scenario(schedule, history):
        for thread in "tuv":
            schedule.add(thread, Work(thread, history, is_slow=True))
        await turns()
        await schedule.close()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    assert len(run_scenario(scenario)) == 9


def test_finished_jobs_are_dropped():
    async def scenario(schedule, history):
        for number in range(100):
            schedule.add(f"t{number}", Work("job", history))
        await turns(10)
        assert not any(table for table in vars(schedule).values() if isinstance(table, dict))

    run_scenario(scenario)
