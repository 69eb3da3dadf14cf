"""Mutation test of the checker: which generated defects of the mock it catches, one defect at a time."""
