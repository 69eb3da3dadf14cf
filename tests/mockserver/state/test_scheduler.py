"""Scheduler: jobs of one thread run one after another, those of different threads concurrently."""

import asyncio
import time
from dataclasses import dataclass, field

from mockserver.state.clock import Clock
from mockserver.state.scheduler import Schedule
from patience import PATIENCE


@dataclass
class Work:
    """A job that takes no time, or runs until the test ends it."""

    run_id: str
    diary: list
    due: float = 0.0
    lasting: bool = False
    end: asyncio.Event = field(default_factory=asyncio.Event)
    owner: str = "alice"

    async def run(self):
        self.diary.append(f"{self.run_id} starts")
        if self.lasting:
            await self.end.wait()
        self.diary.append(f"{self.run_id} ends")

    def stop(self, action):
        self.diary.append(f"{self.run_id} stopped by {action}")
        self.end.set()


def told(scenario):
    """Return the diary that a scenario writes."""

    async def main():
        diary, schedule = [], Schedule(Clock.wall())
        async with asyncio.timeout(PATIENCE):
            await scenario(schedule, diary)
        return diary

    return asyncio.run(main())


async def turns(count=5):
    for _ in range(count):
        await asyncio.sleep(0)


def test_jobs_of_a_thread_wait_for_each_other():
    async def scenario(schedule, diary):
        first = Work("first", diary, lasting=True)
        schedule.add("t", first)
        schedule.add("t", Work("second", diary))
        await turns()
        first.end.set()
        await turns()

    assert told(scenario) == ["first starts", "first ends", "second starts", "second ends"]


def test_jobs_of_two_threads_don_t():
    async def scenario(schedule, diary):
        first = Work("first", diary, lasting=True)
        schedule.add("t", first)
        schedule.add("u", Work("second", diary))
        await turns()
        first.end.set()
        await turns()

    assert told(scenario) == ["first starts", "second starts", "second ends", "first ends"]


def test_a_job_starts_when_it_is_due_and_others_go_before_it():
    async def scenario(schedule, diary):
        schedule.add("t", Work("later", diary, due=time.monotonic() + 0.05))
        await turns()
        schedule.add("t", Work("now", diary))
        await turns()
        diary.append("-")
        while len(diary) < 5:  # noqa: ASYNC110 - the diary has no event
            await asyncio.sleep(0.01)

    assert told(scenario) == ["now starts", "now ends", "-", "later starts", "later ends"]


def test_only_so_many_jobs_are_done_at_once_and_owners_take_turns():
    async def scenario(_schedule, diary):
        schedule = Schedule(Clock.wall(), at_once=1)
        jobs = [Work(f"alice {number}", diary, lasting=True) for number in range(3)]
        jobs.append(Work("bob", diary, lasting=True, owner="bob"))
        for job in jobs:
            schedule.add(job.run_id, job)
        await turns()
        assert diary == ["alice 0 starts"]
        for job in jobs:
            job.end.set()
        await turns(20)

    assert [line for line in told(scenario) if "starts" in line] == [
        "alice 0 starts",
        "alice 1 starts",
        "bob starts",
        "alice 2 starts",
    ]


def test_a_job_that_is_taken_back_while_it_waits_for_others_is_not_done():
    async def scenario(_schedule, diary):
        schedule = Schedule(Clock.wall(), at_once=1)
        first = Work("first", diary, lasting=True)
        schedule.add("t", first)
        schedule.add("u", Work("second", diary))
        schedule.add("v", Work("third", diary))
        await turns()
        assert schedule.withdraw("u", "second")
        first.end.set()
        await turns(20)

    assert told(scenario) == ["first starts", "first ends", "third starts", "third ends"]


def test_a_job_that_waits_can_be_taken_back():
    async def scenario(schedule, diary):
        job = Work("job", diary, due=time.monotonic() + PATIENCE)
        schedule.add("t", job)
        await turns()
        assert schedule.withdraw("t", "job") is job
        assert schedule.withdraw("t", "job") is None
        await turns()

    assert told(scenario) == []


def test_a_job_that_is_performed_can_be_found():
    async def scenario(schedule, diary):
        job = Work("job", diary, lasting=True)
        schedule.add("t", job)
        await turns()
        assert schedule.running("t", "job") is job
        assert schedule.running("t", "other") is None
        job.end.set()
        await turns()
        assert schedule.running("t", "job") is None

    told(scenario)


def test_of_a_thread_that_is_gone_nothing_more_is_started():
    async def scenario(schedule, diary):
        schedule.add("t", Work("first", diary, lasting=True))
        schedule.add("t", Work("second", diary))
        await turns()
        schedule.delete_thread("t")
        await turns()

    assert told(scenario) == ["first starts", "first stopped by rollback", "first ends"]


def test_closing_stops_everything_and_leaves_no_task():
    async def scenario(schedule, diary):
        for thread in "tuv":
            schedule.add(thread, Work(thread, diary, lasting=True))
        await turns()
        await schedule.close()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    assert len(told(scenario)) == 9


def test_nothing_is_kept_of_what_is_done():
    async def scenario(schedule, diary):
        for number in range(100):
            schedule.add(f"t{number}", Work("job", diary))
        await turns(10)
        assert not any(table for table in vars(schedule).values() if isinstance(table, dict))

    told(scenario)
