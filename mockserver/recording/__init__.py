"""Recorded sessions as scenarios: what a server did in each turn, from a HAR file.

`recorded` reads a file and returns a scenario as YAML; what can't be recovered is in its notes.
"""

from mockserver.recording.har_to_scenario import NoRuns, Recorded, recorded

__all__ = ["NoRuns", "Recorded", "recorded"]
