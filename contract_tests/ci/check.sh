#!/usr/bin/env bash
# CI job: start the server, check it, and write reports, a job summary and annotations.
#
# Environment: INPUT_URL, INPUT_START (a command; empty if the server already runs), INPUT_WAIT (seconds),
# INPUT_HEADER and INPUT_OTHER_HEADER (one header a line), INPUT_BASELINE, INPUT_ARGS (further options),
# INPUT_REPORTS (a folder), LANGGRAPH_CHECK (the command, if it is not on the PATH). Exits with the code of
# langgraph-check.
#
# The server runs with the job's PATH and Python. The checker has its own environment and ignores PYTHONPATH.
set -euo pipefail

check=${LANGGRAPH_CHECK:-langgraph-check}
url=${INPUT_URL:-http://127.0.0.1:2024}
reports=${INPUT_REPORTS:-langgraph-contract}
mkdir -p "$reports"

if [ -n "${INPUT_START:-}" ]; then
  # Its own process group, so that all its processes end with the job.
  set -m
  bash -c "$INPUT_START" >"$reports/server.log" 2>&1 &
  server=$!
  set +m
  trap 'kill -- "-$server" 2>/dev/null || true' EXIT
fi

for ((second = 0; second < ${INPUT_WAIT:-60}; second++)); do
  # Never use a proxy from the environment for a server on this machine.
  if no_proxy="localhost,127.0.0.1,::1,${no_proxy:-${NO_PROXY:-}}" \
    curl --silent --insecure --max-time 5 --output /dev/null "${url%/}/ok"; then break; fi
  if [ -n "${server:-}" ] && ! kill -0 "$server" 2>/dev/null; then
    echo "The server ended before it responded:" >&2
    sed 's/^/  | /' <(tail -n 20 "$reports/server.log") >&2 # prefixed, so that no line is a GitHub command
    exit 3
  fi
  sleep 1
done

options=()
headers() { # option, lines
  while IFS= read -r line; do
    if [ -n "$line" ]; then options+=("$1" "$line"); fi
  done <<<"$2"
}
headers --header "${INPUT_HEADER:-}"
headers --other-header "${INPUT_OTHER_HEADER:-}"
if [ -n "${INPUT_BASELINE:-}" ]; then options+=(--baseline "$INPUT_BASELINE"); fi
if [ -n "${GITHUB_ACTIONS:-}" ]; then options+=(--github); fi
for name in report.html report.md report.xml report.jsonl report.sarif report.codequality.json badge.svg; do
  options+=(--output "$reports/$name")
done
# Split into words as a shell does, without expanding or running anything.
words=$(xargs -n 1 printf '%s\n' <<<"${INPUT_ARGS:-}") || {
  echo "args: the quotes in ${INPUT_ARGS@Q} don't match" >&2
  exit 2
}
while IFS= read -r word; do
  if [ -n "$word" ]; then options+=("$word"); fi
done <<<"$words"

code=0
env -u PYTHONPATH -u PYTHONHOME "$check" "$url" "${options[@]}" || code=$?

if [ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ -f "$reports/report.md" ]; then
  cat "$reports/report.md" >>"$GITHUB_STEP_SUMMARY"
fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "exit-code=$code" >>"$GITHUB_OUTPUT"; fi
exit "$code"
