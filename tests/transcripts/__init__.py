"""Transcripts: streams of the same requests to the same graphs, recorded from the reference server."""
