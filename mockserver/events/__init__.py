"""Protocol v2: subscriptions to the events of a thread, and commands."""
