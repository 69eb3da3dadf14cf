"""The commands `langgraph-check` and `langgraph-mock`, in whatever folder they are started.

Importing this module claims our names for the process: so it is in each process that a command starts.
"""

from langgraph_contract.names import claim

claim()


def check() -> None:
    from contract_tests.cli import main  # noqa: PLC0415

    main(prog_name="langgraph-check")


def mock() -> None:
    from mockserver.cli import main  # noqa: PLC0415

    main(prog_name="langgraph-mock")
