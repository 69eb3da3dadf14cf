"""Rules of the area Store."""
