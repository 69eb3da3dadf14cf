"""Rules of protocol v2: commands, and the events that tell what happens."""
