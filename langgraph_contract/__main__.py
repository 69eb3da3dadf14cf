"""`python -m langgraph_contract check` as an alias of `langgraph-check`, and `mock` of `langgraph-mock`."""

import sys

from langgraph_contract.commands import check, mock

COMMANDS = {"check": check, "mock": mock}

if __name__ == "__main__":
    name = sys.argv.pop(1) if len(sys.argv) > 1 else ""
    if name not in COMMANDS:
        sys.exit(f"usage: python -m langgraph_contract {{{','.join(COMMANDS)}}} ...")
    COMMANDS[name]()
