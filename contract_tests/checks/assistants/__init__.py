"""Rules of assistants."""
