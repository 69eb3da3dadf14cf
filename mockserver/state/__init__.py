"""All the mock knows: one `World` per app. No HTTP in here."""
