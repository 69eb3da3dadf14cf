"""The command `langgraph-check` in a process that has its imports, its contract and its checks already.

A process started anew would spend most of its time on them. Tests of signals, of the installed command and of
terminals start one anyway.
"""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["langgraph_contract.commands", "checker_preload"])


def check(*arguments, cwd=None, env=None, timeout=None):
    """Run the command to its end, and return its exit code and what it wrote, as `subprocess.run` does."""
    command = ["langgraph-check", *map(str, arguments)]
    with TemporaryDirectory() as folder:
        outputs = Path(folder, "stdout"), Path(folder, "stderr")
        environment = dict(os.environ if env is None else env)
        process = FORKS.Process(target=_main, args=(command, str(cwd or Path.cwd()), environment, outputs))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.terminate()
            process.join()
            raise subprocess.TimeoutExpired(command, timeout)
        return subprocess.CompletedProcess(command, process.exitcode, *(each.read_text() for each in outputs))


def _main(command, folder, environment, outputs):
    for number, output in enumerate(outputs, start=1):
        file = os.open(output, os.O_WRONLY | os.O_CREAT)
        os.dup2(file, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = command
    from contract_tests.cli import main  # noqa: PLC0415 - imported already, in the process that was forked

    main(prog_name="langgraph-check")
