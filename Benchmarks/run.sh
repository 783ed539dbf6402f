#!/usr/bin/env bash
# Runs benchmarks in their own Python environments, made the first time from pinned versions.
#   Benchmarks/run.sh KEMBAR DATA all|spine|check|memory|sandbox|flood|traffic|broker|live|page
# A benchmark whose data are missing is skipped in one line. Exit 3 when a bar does not hold.
set -euo pipefail
cd "$(dirname "$0")/.."
kembar=$(realpath "$1") data=$2 which=$3
results=Benchmarks/results
mkdir -p $results

environment() { # NAME REQUIREMENTS
  Scripts/python-environment.sh "Benchmarks/.venv-$1" "$2" "This benchmark needs $(paste -sd' ' "$2")"
}

status=0
note() { [ "$1" -eq 0 ] || { [ "$1" -eq 3 ] && status=3; } || exit "$1"; }

spine() {
  environment page Benchmarks/requirements.txt
  local code=0
  Benchmarks/.venv-page/bin/python Benchmarks/spine.py "$kembar" "$data" $results/spine.json || code=$?
  note $code
}

check() {
  if [ ! -d "$data/jakarta" ]; then echo "check: skipped, $data/jakarta is missing (make bench-check DATA=folder)"; return; fi
  environment peers Benchmarks/peers/requirements.txt
  local code=0
  Benchmarks/.venv-peers/bin/python Benchmarks/peers/check_spine.py "$kembar" "$data" $results/check.json || code=$?
  note $code
}

memory() {
  local small=$data/osm/jakarta_roads_2012.osm.pbf
  if [ ! -f "$small" ]; then echo "memory: skipped, $small is missing (make bench-memory DATA=folder)"; return; fi
  environment peers Benchmarks/peers/requirements.txt
  local megabytes=${MEGABYTES:-300} large
  large=.build/bench/large-$megabytes.osm.pbf
  mkdir -p .build/bench
  if [ ! -f "$large" ]; then
    echo "memory: making a map of $megabytes MB; this takes minutes, once"
    Benchmarks/.venv-peers/bin/python Benchmarks/peers/make_large_map.py "$small" "$large.new.osm.pbf" "$megabytes"
    mv "$large.new.osm.pbf" "$large"
  fi
  local code=0
  python3 Benchmarks/memory.py "$kembar" "$large" $results/memory.json || code=$?
  note $code
}

sandbox() {
  swift build -c release --product measure-town
  local code=0
  python3 Benchmarks/sandbox.py "$kembar" .build/release/measure-town "$data" $results/sandbox.json || code=$?
  note $code
}

flood() {
  swift build -c release --product measure-flood
  environment flood Benchmarks/peers/flood_requirements.txt
  local code=0
  Benchmarks/.venv-flood/bin/python Benchmarks/flood.py .build/release/measure-flood "$data" $results/flood.json || code=$?
  note $code
}

traffic() {
  swift build -c release --product measure-traffic
  environment traffic Benchmarks/peers/traffic_requirements.txt
  local code=0
  Benchmarks/.venv-traffic/bin/python Benchmarks/traffic.py .build/release/measure-traffic "$data" $results/traffic.json || code=$?
  note $code
}

broker() {
  swift build -c release --product measure-broker
  local code=0
  python3 Benchmarks/broker.py .build/release/measure-broker $results/broker.json || code=$?
  note $code
}

live() {
  swift build -c release --product measure-broker
  swift build -c release --product measure-live
  local code=0
  python3 Benchmarks/live.py "$kembar" .build/release/measure-broker .build/release/measure-live $results/live.json || code=$?
  note $code
}

page() {
  Scripts/test-browser.sh --set-up
  local code=0
  .setup/browser/venv/bin/python Benchmarks/page.py "$kembar" $results/page.json --shots .build/bench/page || code=$?
  note $code
}

case $which in
  all)
    spine
    check
    memory
    sandbox
    flood
    traffic
    broker
    live
    page
    ;;
  spine | check | memory | sandbox | flood | traffic | broker | live | page) $which ;;
  *)
    echo "bench: there is no benchmark $which; there are spine, check, memory, sandbox, flood, traffic, broker, live, page." >&2
    exit 2
    ;;
esac
exit $status
