"""The rules, one a file called as the rule: `resources.search.limit` is `resources/search_limit.py`."""
