"""Text and files from outside, read within limits and printed safely."""
