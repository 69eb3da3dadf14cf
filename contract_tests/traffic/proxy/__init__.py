"""A transparent proxy: what goes through it arrives unchanged and at once, and is listened to."""
