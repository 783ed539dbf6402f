#!/bin/bash
# Makes a Python environment of pinned packages, once, and anew when the list of them changed:
#   Scripts/python-environment.sh FOLDER REQUIREMENTS "what is fetched, and why" [an option of pip …]
set -euo pipefail
folder=$1 requirements=$2 what=$3
shift 3
stop() { echo "python-environment: $1" >&2; exit 1; }
stamp=$folder/requirements.txt
if cmp -s "$requirements" "$stamp"; then exit 0; fi
echo "$what, taken once from Python packages into $folder."
rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
python3 -m venv "$folder" > /dev/null || stop "python3-venv is missing: apt-get install python3-venv"
"$folder/bin/pip" install --quiet --disable-pip-version-check "$@" --requirement "$requirements" ||
  stop "the packages could not be fetched: is there a network?"
cp "$requirements" "$stamp"
