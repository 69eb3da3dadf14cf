"""File of the user's repository to which findings point, in formats that require one."""

import os
from pathlib import Path

from contract_tests.options import config_file

WORKFLOW_REF = "GITHUB_WORKFLOW_REF"
"""Variable with the workflow's path between the repository and the reference: `o/r/.github/w.yml@refs/x`."""


def annotated_file() -> str:
    """Return the config file, or else the workflow that runs, relative to the repository.

    If neither exists, return the default name of a config file: no file of the repository caused the finding.
    """
    folder = Path.cwd()
    found = config_file.nearest(folder)
    if found is not None:
        return found.relative_to(_repository(folder, found)).as_posix()
    workflow = os.environ.get(WORKFLOW_REF, "").partition("@")[0].split("/", 2)
    return workflow[2] if len(workflow) == 3 and workflow[2] else config_file.NAME  # noqa: PLR2004 - owner/name/path


def _repository(folder: Path, file: Path) -> Path:
    """Return the root of the repository that contains the folder, or else the folder of the file."""
    roots = (each for each in (folder, *folder.parents) if (each / ".git").exists())
    root = next(roots, file.parent)
    return root if file.is_relative_to(root) else file.parent
