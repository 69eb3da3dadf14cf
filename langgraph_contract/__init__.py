"""Entry points: commands and the pytest plugin, under a name that no other project uses.

See `docs/decisions/0022-one-unique-name.md`.
"""
