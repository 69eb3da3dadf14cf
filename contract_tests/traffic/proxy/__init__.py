"""A transparent proxy: it forwards traffic unchanged and without delay, and records it."""
