"""Mutation test of the checker: the mock with one generated defect after the other, and which are caught."""
