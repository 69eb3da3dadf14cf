"""Entry point of `python -m contract_tests`, which is `langgraph-check`."""

from contract_tests.cli import main

if __name__ == "__main__":
    main()
