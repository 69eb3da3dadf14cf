"""Rules that hold for threads and for assistants alike."""
