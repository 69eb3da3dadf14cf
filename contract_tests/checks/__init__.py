"""The rules, one a file that is called as the rule: `threads.search.limit` is `threads/search_limit.py`."""
