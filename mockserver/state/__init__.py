"""All state of the mock: one `World` per app. Independent of HTTP."""
