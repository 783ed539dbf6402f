#!/bin/bash
# The page in headless Chromium: Scripts/test-browser.sh path/to/kembar [--only PART]. Prints "N passed, N failed".
# With --set-up instead of a path it installs what they need and stops.
# Playwright and axe-core come from Python packages at the versions of Tests/Browser/requirements.txt, once, into .setup/.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=${1:?"name the built program: Scripts/test-browser.sh .build/debug/kembar, or say --set-up"}
[ "$binary" = --set-up ] || shift
stop() { echo "test-browser: $1" >&2; exit 1; }
[ "$binary" = --set-up ] || [ -x "$binary" ] || stop "there is no program at $binary: swift build --product kembar"
command -v chromium > /dev/null || command -v chromium-browser > /dev/null || command -v google-chrome > /dev/null ||
  stop "Chromium is missing: apt-get install chromium"

venv=.setup/browser/venv
Scripts/python-environment.sh "$venv" Tests/Browser/requirements.txt "The browser's tests need Playwright and axe-core (48 MB)" --only-binary :all:
[ "$binary" = --set-up ] && exit 0
Scripts/set-up-web.sh
exec "$venv/bin/python" Tests/Browser/run.py "$binary" "$@"
