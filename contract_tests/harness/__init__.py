"""What a check is, and what it gets: requests, assertions, resources that are removed afterwards."""
