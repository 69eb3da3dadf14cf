"""From the request for a run to its end: starting, performing, following and stopping it."""
