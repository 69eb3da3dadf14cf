"""Speed of runs: the mock against the reference server with the same graph, and the cost of many runs.

    python benchmarks/runs.py --reference VENV/bin/langgraph [--rounds 10] [--seconds 10] [--runs 10000]

VENV is an environment with `langgraph-cli[inmem]`; it can't be that of the mock. The model of both adds no
delay. Needs Linux (`/proc`). Each server is measured while the other is idle.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

import httpx
from listen import TURN, concurrent_runs, sequential_runs
from load import CONNECTIONS, load, request
from reference import reference
from subject import Subject, started

MOCK = [sys.executable, "-m", "mockserver", "--port", "0", "--pace", "0"]
STREAMS = 500
THREADS = 1000
AT_MOST = 300
"""Seconds allowed for the many runs; those completed by then count."""


@dataclass(frozen=True)
class Speed:
    """Durations in seconds, and a rate."""

    waited: float
    """Seconds of `POST /runs/wait`, from the request to the values."""
    first: float
    """Seconds of `POST /runs/stream`, from the request to the first event."""
    last: float
    rate: float
    """Runs per second of `POST /runs/wait` with many clients."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--reference", type=Path, required=True, help="the command langgraph")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=10.0, help="of the rate's measurement")
    parser.add_argument("--runs", type=int, default=10_000, help="after which memory is measured")
    options = parser.parse_args()
    with started("mock", MOCK) as mock, reference(options.reference, jobs=CONNECTIONS) as other:
        compare(*(speed(subject, options.rounds, options.seconds) for subject in (mock, other)))
    with started("mock", MOCK) as mock:
        many_streams(mock)
    with started("mock", MOCK) as mock:
        many_runs(mock, options.runs)


def speed(subject: Subject, rounds: int, seconds: float) -> Speed:
    subject.send("POST", "/runs/wait", TURN)  # the first run imports what it needs
    waited = [timed(subject) for _ in range(rounds)]
    streamed = asyncio.run(sequential_runs(subject.url, rounds))
    assert all(each.whole for each in streamed), f"{subject.name}: events are missing"
    done = load(subject.url, request("POST", "/runs/wait", json.dumps(TURN).encode()), seconds)
    assert not done.failed, f"{subject.name} failed {done.failed} times"
    first, last = (median(getattr(each, which) for each in streamed) for which in ("first", "last"))
    return Speed(median(waited), first, last, done.per_second)


def timed(subject: Subject) -> float:
    start = time.perf_counter()
    values = json.loads(subject.send("POST", "/runs/wait", TURN))
    assert values["messages"][-1]["content"].startswith("Echo of turn 1")
    return time.perf_counter() - start


def compare(mock: Speed, other: Speed) -> None:
    print(f"{'':32}{'mock':>12}{'reference':>12}   reference / mock")
    show("POST /runs/wait", mock.waited, other.waited, 10)
    show("first event", mock.first, other.first, 1)
    show("last event", mock.last, other.last, 10)
    times = mock.rate / other.rate
    name = f"runs per second, {CONNECTIONS} clients"
    print(f"{name:32}{mock.rate:>12,.0f}{other.rate:>12,.0f}   1 / {times:.1f} ({verdict(times, 10)} 10)")


def show(name: str, mock: float, other: float, goal: float) -> None:
    times = other / mock
    row = f"{name:32}{mock * 1000:>9.1f} ms{other * 1000:>9.1f} ms"
    print(f"{row}   {times:.1f} ({verdict(times, goal)} {goal})")


def verdict(reached: float, goal: float) -> str:
    return "meets" if reached >= goal else "MISSES"


def many_streams(mock: Subject) -> None:
    mock.send("POST", "/runs/wait", TURN)
    start, cpu = time.perf_counter(), mock.cpu_seconds()
    streams = asyncio.run(concurrent_runs(mock.url, STREAMS))
    seconds, cpu = time.perf_counter() - start, mock.cpu_seconds() - cpu
    whole = sum(each.whole for each in streams)
    events = sum(len(each.events) for each in streams)
    print(
        f"{STREAMS} streams at once: {whole} whole and in order, {events:,} events in {seconds:.1f} s, "
        f"{cpu:.1f} s of them the mock's CPU time"
    )
    assert whole == STREAMS


def many_runs(mock: Subject, runs: int) -> None:
    mock.send("POST", "/runs/wait", TURN)
    thread_ids = [json.loads(mock.send("POST", "/threads", {}))["thread_id"] for _ in range(THREADS)]
    before = mock.memory()
    start = time.perf_counter()
    done = asyncio.run(run_all(mock.url, thread_ids, runs))
    seconds = time.perf_counter() - start
    per_run = (mock.memory() - before) / done
    print(
        f"{done:,} runs on {THREADS:,} threads in {seconds:.0f} s ({done / seconds:,.0f} per second): "
        f"{per_run / 1024:.1f} KiB a run, {mock.memory() / 1024**2:.0f} MiB in all"
    )


async def run_all(url: str, thread_ids: list[str], runs: int) -> int:
    """Run one turn after another on each thread, and return how many were completed in time."""
    turns = islice(turning(thread_ids), runs)
    deadline = time.monotonic() + AT_MOST
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        done = await asyncio.gather(*[run_some(client, turns, deadline) for _ in range(CONNECTIONS)])
    return sum(done)


async def run_some(client: httpx.AsyncClient, turns: Iterator[str], deadline: float) -> int:
    done = 0
    for thread_id in turns:
        if time.monotonic() > deadline:
            break
        answer = await client.post(f"/threads/{thread_id}/runs/wait", json=TURN)
        assert "messages" in answer.raise_for_status().json()
        done += 1
    return done


def turning(thread_ids: list[str]) -> Iterator[str]:
    while True:
        yield from thread_ids


if __name__ == "__main__":
    main()
