"""Control plane of the mock: sessions, faults, journal."""
