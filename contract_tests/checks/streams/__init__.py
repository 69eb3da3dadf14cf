"""Rules of streams, whichever operation answers with one."""
