#!/usr/bin/env bash
# Installs the Debian packages that are missing, and says so before it does. Does nothing when all are there.
#   Scripts/set-up.sh run     what building and serving need
#   Scripts/set-up.sh test    also what the tests need
#   Scripts/set-up.sh package what a Debian package is made with
set -euo pipefail
cd "$(dirname "$0")/.."

# GDAL and PROJ read rasters, vectors and coordinate systems, GEOS compares places, libcurl fetches and sends, libmosquitto
# hears a broker that is there already; libosmium with its three decompressors reads the open map;
# SQLite keeps the jobs; the last line is what set-up-web.sh and lint.py run on.
packages=(
  build-essential pkg-config
  libgdal-dev libproj-dev libgeos-dev libcurl4-openssl-dev libmosquitto-dev
  libosmium2-dev libbz2-dev libexpat1-dev zlib1g-dev
  libsqlite3-dev
  ca-certificates curl unzip python3 python3-venv python3-pip
)
if [ "${1:-run}" = test ]; then
  # A browser, letters for four languages, and the command-line tools that edit a GeoPackage as a user would.
  packages+=(chromium fonts-noto-core fonts-droid-fallback gdal-bin)
  # MQTT clients of other people.
  packages+=(mosquitto-clients)
  # A processor of 2008, for the flood kernels.
  packages+=(qemu-user)
fi
if [ "${1:-run}" = package ]; then
  # Takes the toolchain's own path out of the program.
  packages+=(patchelf)
fi

fail() {
  echo "set-up: $*" >&2
  exit 1
}

command -v swift >/dev/null || fail "Swift is missing. Install a 6.3 toolchain from https://www.swift.org/install/linux/ and run this again."
version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -1)
read -r major minor <<<"${version:-0 0}"
if [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
  fail "Swift $major.$minor is too old: version 6.3 is what Kembar is built and tested with. See https://www.swift.org/install/linux/"
fi

command -v dpkg-query >/dev/null || fail "this is not a Debian system. Install what these packages hold and build with 'swift build -c release': ${packages[*]}"
missing=()
for package in "${packages[@]}"; do
  if [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" != installed ]; then
    missing+=("$package")
  fi
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "set-up: installing Debian packages with apt-get: ${missing[*]}"
root=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    root=(sudo)
  else
    fail "no right to install packages here. Ask an administrator to run: apt-get install ${missing[*]}"
  fi
fi
apt() { "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq "$@" >/dev/null; }
# Old lists may name versions that are gone: refresh them, but let a machine with its own mirror go on without.
apt update || echo "set-up: the lists of packages could not be refreshed; trying with those at hand." >&2
apt install -y --no-install-recommends "${missing[@]}" || fail "apt-get could not install: ${missing[*]}. Its message stands above."
echo "set-up: done."
