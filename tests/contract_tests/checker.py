"""The command `langgraph-check` in a process that has its imports, its contract and its checks already.

A new process would spend most of its time on them. Tests of signals, of the installed command and of
terminals start one anyway. The mock that all tests share is surveyed once for each pair of owners.
"""

import atexit
import faulthandler
import json
import multiprocessing
import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["langgraph_contract.commands", "checker_preload"])


SURVEYS = TemporaryDirectory()
"""Surveys of the shared mock."""

atexit.register(SURVEYS.cleanup)

SHARED = set()
"""URLs of mocks that do not change, whose surveys are kept."""


def check(*arguments, cwd=None, env=None, timeout=None):
    """Run the command to its end, and return its exit code and what it wrote, as `subprocess.run` does."""
    command = ["langgraph-check", *map(str, arguments)]
    with TemporaryDirectory() as folder:
        outputs = Path(folder, "stdout"), Path(folder, "stderr")
        environment = dict(os.environ if env is None else env)
        known = (frozenset(SHARED), SURVEYS.name)
        process = FORKS.Process(
            target=_main, args=(command, str(cwd or Path.cwd()), environment, outputs, known)
        )
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            os.kill(process.pid, signal.SIGABRT)  # for the stacks
            process.join()
            stacks = outputs[1].read_text()
            raise AssertionError(f"{command} has not ended after {timeout} s; its threads:\n{stacks}")
        return subprocess.CompletedProcess(command, process.exitcode, *(each.read_text() for each in outputs))


def _main(command, folder, environment, outputs, known):
    for number, output in enumerate(outputs, start=1):
        file = os.open(output, os.O_WRONLY | os.O_CREAT)
        os.dup2(file, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    faulthandler.enable(2)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = command
    from contract_tests.cli import main  # noqa: PLC0415 - imported already, in the process that was forked

    _keep_surveys(*known)
    main(prog_name="langgraph-check")


def _keep_surveys(urls, folder):
    """Take each survey of the URLs once, for all runs with the same owners and graphs."""
    from contract_tests.findings.survey import Survey  # noqa: PLC0415
    from contract_tests.runner import plugin  # noqa: PLC0415

    take = plugin._survey

    def kept(config):
        options = plugin._options(config)
        if options.url not in urls or options.hooks:
            return take(config)
        owners = plugin._target(config).identities
        graphs = [options.assistant, options.hitl, options.failing, options.slow]
        file = Path(folder, sha256(repr((options.url, owners, graphs)).encode()).hexdigest())
        if not file.exists():
            file.write_text(json.dumps(take(config).to_json()))
        return Survey.from_json(json.loads(file.read_text()))

    plugin._survey = kept
