"""Rules of the area Crons."""
