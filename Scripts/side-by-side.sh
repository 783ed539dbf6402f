#!/bin/bash
# Runs commands at the same time, each one line: Scripts/side-by-side.sh "first command" "second command" …
# What each printed follows when it has ended, with the seconds it took; fails when one of them failed.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'kill 0' INT TERM
number=0
for command in "$@"; do
  number=$((number + 1))
  (
    bash -euo pipefail -c "$command" > "$folder/$number.said" 2>&1
    echo "$? $SECONDS" > "$folder/$number.end"
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
  echo "side by side: $command: $([ "$code" = 0 ] && echo done || echo "FAILED with $code") after $seconds s"
  [ "$code" = 0 ] || failed=1
done
exit $failed
