"""Rules of interrupts: how a graph asks, and how it is answered."""
