"""Results of checks: findings, verdicts, replays, and the redaction of secrets in them."""
