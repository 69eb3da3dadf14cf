"""What others start us by: commands and pytest's plugin, under a name that no other project has.

See `docs/decisions/0022-one-unique-name.md`.
"""
