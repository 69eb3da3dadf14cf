"""Rules of the area A2A."""
