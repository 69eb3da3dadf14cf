"""Assistants as agents of the Agent2Agent protocol 0.3, with the types of the `a2a-sdk` library.

A context is a thread. A task is a run on it, with the runs that resume it.
"""
