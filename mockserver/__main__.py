"""`python -m mockserver` is `langgraph-mock`."""

from mockserver.cli import main

if __name__ == "__main__":
    main(prog_name="langgraph-mock")
