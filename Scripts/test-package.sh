#!/bin/bash
# Installs a package on a bare Debian 12 without a toolchain, makes a town there and serves it: Scripts/test-package.sh kembar_….deb
# The bare system is made by debootstrap in a folder of its own, with this machine's settings of apt; needs root.
set -euo pipefail
package=$(realpath "${1:?"name the package: Scripts/test-package.sh .build/package/kembar_….deb"}")
stop() { echo "test-package: $1" >&2; exit 1; }
[ "$(id -u)" = 0 ] || stop "a bare system is made by root: sudo Scripts/test-package.sh $1"
command -v debootstrap > /dev/null || stop "debootstrap is missing: apt-get install debootstrap"
bare=$(mktemp -d)
chmod 755 "$bare"
server=
finish() {
  [ -z "$server" ] || kill "$server" 2> /dev/null || true
  umount "$bare/proc" "$bare/dev" 2> /dev/null || true
  rm -rf --one-file-system "$bare"
}
trap finish EXIT

mirror=$(sed -nE 's/^(URIs:|deb( \[[^]]*\])?) *(https?:\S+).*/\3/p' /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2> /dev/null | grep -v security | head -1 || true)
debootstrap --variant=minbase bookworm "$bare" "${mirror:-http://deb.debian.org/debian}" > "$bare.log" 2>&1 || { tail -5 "$bare.log" >&2; stop "no bare Debian 12 could be made"; }
rm -f "$bare.log"
rm -f "$bare/etc/apt/sources.list"
cp -r /etc/apt/. "$bare/etc/apt/"
cp /etc/resolv.conf /etc/hosts "$bare/etc/" 2> /dev/null || true
[ ! -d /usr/local/share/ca-certificates ] || cp -r /usr/local/share/ca-certificates "$bare/usr/local/share/"
mount --bind /dev "$bare/dev"
mount -t proc proc "$bare/proc"
cp "$package" "$bare/kembar.deb"
inside() { chroot "$bare" /usr/bin/env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }

inside sh -c '! command -v swift && ! command -v cc' > /dev/null || stop "the bare system has a toolchain"
inside apt-get -qq update
before=$(inside du -sxm / | cut -f1)
inside apt-get -qq install -y --no-install-recommends ./kembar.deb > /dev/null
echo "installed; with what it depends on it takes $(($(inside du -sxm / | cut -f1) - before)) MB"
inside kembar --version
inside getent passwd kembar > /dev/null || stop "the service's user was not made"
inside su -s /bin/sh kembar -c 'cd && kembar sandbox city --people 20000 --seed 1 --without history > /dev/null && kembar run city a-new-clinic > /dev/null'
inside su -s /bin/sh kembar -c 'cd && exec kembar serve city --port 18099 --mqtt-port 0 --made-up-days 0' > "$bare/served" 2>&1 &
server=$!
for _ in $(seq 120); do
  curl --noproxy '*' -fsS localhost:18099/api/v1/city > /dev/null 2>&1 && break
  kill -0 "$server" 2> /dev/null || { cat "$bare/served" >&2; stop "the server ended"; }
  sleep 1
done
curl --noproxy '*' -fsS localhost:18099/ | grep -q '<title>' || stop "the page is not served"
curl --noproxy '*' -fsS -o /dev/null localhost:18099/vendor/maplibre-gl.js || stop "the page's libraries are not in the package"
peak=$(for status in /proc/[0-9]*/status; do
  [ "$(readlink "${status%status}exe" 2> /dev/null)" = "$bare/usr/lib/kembar/kembar" ] && sed -nE 's/^VmHWM:\s*([0-9]+) kB/\1/p' "$status"
done | sort -n | tail -1 || true)
[ -n "$peak" ] || stop "the server's memory could not be read"
echo "serves a town of 20,000; at most $((peak / 1024)) MB (of 4096)"
[ "$peak" -lt $((4096 * 1024)) ] || stop "it takes more than 4 GB"
kill "$server"
wait "$server" 2> /dev/null || true
server=
inside apt-get -qq purge -y kembar > /dev/null
[ -d "$bare/var/lib/kembar/city" ] || stop "the town's city went with the package"
[ ! -e "$bare/usr/lib/kembar" ] || stop "files were left behind in /usr/lib/kembar"
echo "package: installs, serves and goes"
