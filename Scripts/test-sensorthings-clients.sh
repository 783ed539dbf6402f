#!/bin/bash
# Other people's clients against the SensorThings API: Scripts/test-sensorthings-clients.sh path/to/kembar [--only PART]. Prints "N passed, N failed".
# With --set-up instead of a path it installs what they need and stops.
# frost_sta_client, pygeoapi, OWSLib and paho-mqtt come from their Python packages at the versions of Tests/Clients/requirements.txt, once,
# into .setup/; mosquitto_pub and mosquitto_sub are Debian's.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=${1:?"name the built program: Scripts/test-sensorthings-clients.sh .build/debug/kembar, or say --set-up"}
[ "$binary" = --set-up ] || shift
stop() { echo "test-sensorthings-clients: $1" >&2; exit 1; }
[ "$binary" = --set-up ] || [ -x "$binary" ] || stop "there is no program at $binary: swift build --product kembar"

venv=.setup/sensorthings-clients/venv
Scripts/python-environment.sh "$venv" Tests/Clients/requirements.txt \
  "The clients' tests need frost_sta_client, pygeoapi, OWSLib and paho-mqtt (about 380 MB with what they need)"
[ "$binary" = --set-up ] && exit 0
command -v mosquitto_pub > /dev/null || echo "test-sensorthings-clients: mosquitto_pub is missing, its test is skipped: apt-get install mosquitto-clients"
exec "$venv/bin/python" Tests/Clients/run.py "$binary" "$@"
