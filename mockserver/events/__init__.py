"""Protocol v2: what happens on a thread, in events that clients subscribe to; and the commands they send."""
