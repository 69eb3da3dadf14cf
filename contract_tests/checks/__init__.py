"""The checks, one per file: `resources.search.limit` is defined in `resources/search_limit.py`."""
