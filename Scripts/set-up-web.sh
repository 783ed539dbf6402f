#!/bin/bash
# Puts the page's libraries into Sources/Doors/Web/vendor: single files out of Python wheels, checked by their hashes,
# MapLibre mended against CVE-2026-85061, each with its licence and a compressed copy beside it.
# Does nothing when they are there already. Needs python3 with pip, and a network the first time.
set -euo pipefail
cd "$(dirname "$0")/.."
vendor=Sources/Doors/Web/vendor
licences=Scripts/licences

# The files of the page, as they must be in the end.
maplibre=63b7041f3f3ed536e018d746991a8de59c6bdf436c70d43e68878bcb26cf51ec
vue=f1dfbe4ca6bdc0f8eac639eea8652654a073433018be9bfd1cc55e75574b78f0
echarts=baa8dfe7e1d9336b98e8986ba7e20ea15e7cdbea1ef42a59d59478632fa45a1d

is() { [ -f "$1" ] && [ "$(sha256sum "$1" | cut -d' ' -f1)" = "$2" ]; }
stop() { echo "set-up-web: $1" >&2; exit 1; }

if is "$vendor/maplibre-gl.js" $maplibre && is "$vendor/vue.js" $vue && is "$vendor/echarts.js" $echarts &&
  [ -f "$vendor/maplibre-gl.js.gz" ] && [ -f "$vendor/vue.js.gz" ] && [ -f "$vendor/echarts.js.gz" ] &&
  [ -f "$vendor/VERSIONS.json" ] && [ -f "$vendor/LICENSES/echarts.txt" ]; then
  exit 0
fi

echo "The page needs three libraries, taken once from Python wheels (39 MB in all, 2.3 MB kept):"
echo "  MapLibre GL JS 5.24.0 (BSD-3-Clause) out of panel 1.9.4"
echo "  Apache ECharts 6.0.0 (Apache-2.0) out of panel 1.9.4"
echo "  Vue 3.5.22 (MIT) out of nicegui 3.18.0"

command -v python3 > /dev/null || stop "python3 is missing: apt-get install python3 python3-pip python3-venv"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A virtual environment of its own: nothing is installed on the machine, and its pip is only used to fetch.
pip=(python3 -m pip)
if ! python3 -m pip --version > /dev/null 2>&1; then
  python3 -m venv "$work/venv" > /dev/null || stop "pip is missing: apt-get install python3-pip python3-venv"
  pip=("$work/venv/bin/python" -m pip)
fi
cat > "$work/requirements.txt" <<'PINS'
panel==1.9.4 --hash=sha256:c89c4c1e728297daf0628ea5070fb0da8ad77781e2a3142d302479537c1de6a4
nicegui==3.18.0 --hash=sha256:a2bd51642312d98aab6d8b641245d796ff1b89da5829777170bcc488140c3dcd
PINS
"${pip[@]}" download --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
  --dest "$work" --requirement "$work/requirements.txt" ||
  stop "the wheels could not be fetched: is there a network? Everything but the page works without them."

python3 - "$work" <<'UNPACK'
import glob, sys, zipfile
work = sys.argv[1]
for wheel, member, name in [
    ("panel", "panel/dist/bundled/deckglplot/maplibre-gl/dist/maplibre-gl.js", "maplibre-gl.js"),
    ("panel", "panel/dist/bundled/echarts/echarts@6.0.0/dist/echarts.min.js", "echarts.js"),
    ("nicegui", "nicegui/static/vue.esm-browser.prod.js", "vue.js"),
]:
    with zipfile.ZipFile(glob.glob(f"{work}/{wheel}-*.whl")[0]) as archive:
        with open(f"{work}/{name}", "wb") as out:
            out.write(archive.read(member))
UNPACK

is "$work/maplibre-gl.js" 45a9b07a9189ce56054c620a947ccf41e291e58c95e9b61533b740aaa65ee5cb ||
  stop "maplibre-gl.js is not the file that was reviewed; nothing was installed."
is "$work/vue.js" $vue || stop "vue.js is not the file that was reviewed; nothing was installed."
is "$work/echarts.js" $echarts || stop "echarts.js is not the file that was reviewed; nothing was installed."

# CVE-2026-85061: the sanitizer walks a list of attributes while it shortens it, and so leaves every second one in.
sed -i 's/for(const{name:t,value:i}of e\.attributes)d\.isPossiblyDangerous/for(const{name:t,value:i}of Array.from(e.attributes))d.isPossiblyDangerous/' \
  "$work/maplibre-gl.js"
is "$work/maplibre-gl.js" $maplibre || stop "MapLibre could not be mended against CVE-2026-85061; nothing was installed."

mkdir -p "$vendor/LICENSES"
for file in maplibre-gl.js vue.js echarts.js; do
  gzip -9 -n -c "$work/$file" > "$work/$file.gz"
  mv "$work/$file" "$vendor/$file"
  mv "$work/$file.gz" "$vendor/$file.gz"
done
cp $licences/*.txt "$vendor/LICENSES/"
cat > "$vendor/VERSIONS.json" <<VERSIONS
[
  {"file": "maplibre-gl.js", "name": "MapLibre GL JS", "version": "5.24.0", "licence": "BSD-3-Clause",
   "from": "panel 1.9.4", "sha256": "$maplibre", "mended": "CVE-2026-85061"},
  {"file": "echarts.js", "name": "Apache ECharts", "version": "6.0.0", "licence": "Apache-2.0", "from": "panel 1.9.4",
   "sha256": "$echarts"},
  {"file": "vue.js", "name": "Vue", "version": "3.5.22", "licence": "MIT", "from": "nicegui 3.18.0", "sha256": "$vue"}
]
VERSIONS
echo "The page's libraries are in $vendor."
