#!/bin/bash
# The page's modules that need no page, under node's own test runner, where node is installed: Scripts/test-web.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v node > /dev/null; then
  echo "test-web: node is not installed, so Tests/Web is left out; the browser's tests try the same modules (apt-get install nodejs)"
  exit 0
fi
exec node --test Tests/Web/*.test.mjs
