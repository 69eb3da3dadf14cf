"""Text and files from others, read within bounds and shown safely."""
