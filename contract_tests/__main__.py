"""`python -m contract_tests` is `langgraph-check`."""

from contract_tests.cli import main

if __name__ == "__main__":
    main()
