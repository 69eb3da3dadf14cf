#!/usr/bin/env bash
# What a CI job does: start the server, check it, leave reports, a summary and annotations.
#
# By environment: INPUT_URL, INPUT_START (a command; empty: the server runs already), INPUT_WAIT (seconds),
# INPUT_HEADER and INPUT_OTHER_HEADER (a header a line), INPUT_BASELINE, INPUT_ARGS (further options),
# INPUT_REPORTS (a folder), LANGGRAPH_CHECK (the command, if it is not on the PATH). Exits as langgraph-check does.
#
# The server runs with the job's own PATH and Python. The checker has an environment of its own, which the job's
# PYTHONPATH does not reach.
set -euo pipefail

check=${LANGGRAPH_CHECK:-langgraph-check}
url=${INPUT_URL:-http://127.0.0.1:2024}
reports=${INPUT_REPORTS:-langgraph-contract}
mkdir -p "$reports"

if [ -n "${INPUT_START:-}" ]; then
  # A group of its own, so that all of it ends with the job.
  set -m
  bash -c "$INPUT_START" >"$reports/server.log" 2>&1 &
  server=$!
  set +m
  trap 'kill -- "-$server" 2>/dev/null || true' EXIT
fi

for ((second = 0; second < ${INPUT_WAIT:-60}; second++)); do
  # A proxy of the environment is not for a server on this machine.
  if no_proxy="localhost,127.0.0.1,::1,${no_proxy:-${NO_PROXY:-}}" \
    curl --silent --insecure --max-time 5 --output /dev/null "${url%/}/ok"; then break; fi
  if [ -n "${server:-}" ] && ! kill -0 "$server" 2>/dev/null; then
    echo "The server has ended before it answered:" >&2
    sed 's/^/  | /' <(tail -n 20 "$reports/server.log") >&2 # no line of it is a command to GitHub
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
for name in report.html report.md report.xml report.jsonl report.sarif badge.svg; do
  options+=(--output "$reports/$name")
done
# As a shell reads words, but nothing in them is carried out.
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
