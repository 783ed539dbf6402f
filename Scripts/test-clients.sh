#!/bin/bash
# Other people's MQTT clients against the broker: Scripts/test-clients.sh path/to/broker-under-test [--only PART]. Prints "N passed, N failed".
# With --set-up instead of a path it installs what they need and stops; the tests of the broker then run them too.
# paho-mqtt comes from its Python package at the version of Tests/Live/Clients/requirements.txt, once, into .setup/; mosquitto_pub and
# mosquitto_sub are Debian's.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=${1:?"name the built program: Scripts/test-clients.sh .build/debug/broker-under-test, or say --set-up"}
[ "$binary" = --set-up ] || shift
stop() { echo "test-clients: $1" >&2; exit 1; }
[ "$binary" = --set-up ] || [ -x "$binary" ] || stop "there is no program at $binary: swift build --product broker-under-test"

venv=.setup/clients/venv
Scripts/python-environment.sh "$venv" Tests/Live/Clients/requirements.txt "The clients' tests need paho-mqtt (70 kB)" --only-binary :all:
[ "$binary" = --set-up ] && exit 0
command -v mosquitto_pub > /dev/null || echo "test-clients: mosquitto_pub is missing, its tests are skipped: apt-get install mosquitto-clients"
exec "$venv/bin/python" Tests/Live/Clients/run.py "$binary" "$@"
