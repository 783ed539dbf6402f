#!/bin/bash
# Runs commands at the same time, each one line: Scripts/side-by-side.sh "first command" "second command" …
# What each printed follows when it has ended, with the seconds it took; fails when one of them failed. One that has not ended after
# KEMBAR_PATIENCE seconds (1500) is ended, and has failed.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
patience=${KEMBAR_PATIENCE:-1500}
# Each command leads a group of processes, which ends with it.
trap 'kill $(cat "$folder"/*.leader) 2> /dev/null; exit 143' INT TERM
number=0
for command in "$@"; do
  number=$((number + 1))
  (
    timeout --kill-after=10 "$patience" bash -euo pipefail -c "$command" > "$folder/$number.said" 2>&1 &
    echo $! > "$folder/$number.leader"
    wait $!
    echo "$? $SECONDS" > "$folder/$number.end" 2> /dev/null
  ) &
  processes[number]=$!
done
failed=0
number=0
for command in "$@"; do
  number=$((number + 1))
  wait "${processes[number]}"
  read -r code seconds < "$folder/$number.end"
  cat "$folder/$number.said"
  [ "$code" != 124 ] || echo "side by side: it had not ended after $patience s; what it printed is above"
  echo "side by side: $command: $([ "$code" = 0 ] && echo done || echo "FAILED with $code") after $seconds s"
  [ "$code" = 0 ] || failed=1
done
exit $failed
