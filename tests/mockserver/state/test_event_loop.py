"""Long work yields to other tasks."""

import asyncio

from mockserver.state.event_loop import SLICE_SECONDS, interleaved


def test_other_tasks_run_during_long_work():
    async def main():
        done = []

        async def other():
            done.append("other")

        asyncio.create_task(other())  # noqa: RUF006
        deadline = asyncio.get_running_loop().time() + 3 * SLICE_SECONDS
        async for number in interleaved(range(2)):
            while asyncio.get_running_loop().time() < deadline:
                pass
            done.append(number)
        return done

    assert asyncio.run(main()) == [0, "other", 1]


def test_short_work_is_done_in_one_go():
    async def main():
        done = []

        async def other():
            done.append("other")

        task = asyncio.create_task(other())
        done.extend([number async for number in interleaved(range(3))])
        await task
        return done

    assert asyncio.run(main()) == [0, 1, 2, "other"]
