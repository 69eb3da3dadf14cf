"""The commands `langgraph-check` and `langgraph-mock`, usable in any folder.

Importing this module claims our package names for the process, so each process of a command imports it.
"""

from langgraph_contract.names import claim

claim()


def check() -> None:
    from contract_tests.cli import main  # noqa: PLC0415

    main(prog_name="langgraph-check")


def mock() -> None:
    from mockserver.cli import main  # noqa: PLC0415

    main(prog_name="langgraph-mock")
