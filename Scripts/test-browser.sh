#!/bin/bash
# The page in headless Chromium: Scripts/test-browser.sh path/to/kembar [--only PART] [--share 1/2]. Prints "N passed, N failed".
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
stamp=$venv/requirements.txt
if ! cmp -s Tests/Browser/requirements.txt "$stamp"; then
  echo "The browser's tests need Playwright and axe-core (48 MB), taken once from Python packages into $venv."
  rm -rf "$venv"
  mkdir -p "$(dirname $venv)"
  python3 -m venv "$venv" > /dev/null || stop "python3-venv is missing: apt-get install python3-venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
    --requirement Tests/Browser/requirements.txt || stop "the packages could not be fetched: is there a network?"
  cp Tests/Browser/requirements.txt "$stamp"
fi
[ "$binary" = --set-up ] && exit 0
Scripts/set-up-web.sh
exec "$venv/bin/python" Tests/Browser/run.py "$binary" "$@"
