"""Rules of the area Stateless runs."""
