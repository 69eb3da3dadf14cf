"""Rules of the area Runs."""
