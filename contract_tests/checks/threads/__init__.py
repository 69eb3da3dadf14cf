"""Rules of the area Threads."""
