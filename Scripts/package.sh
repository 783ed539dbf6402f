#!/bin/bash
# Makes a Debian package of a built program: Scripts/package.sh .build/release/kembar [FOLDER]. Prints its path.
# Inside are the program, the runtime of Swift, the page with its libraries, and a service that nobody has begun; what Debian
# has itself is depended on. Needs readelf, ldd, strip (binutils) and dpkg-deb, as every Debian machine with the toolchain has.
set -euo pipefail
cd "$(dirname "$0")/.."
program=${1:?"name the built program: Scripts/package.sh .build/release/kembar"}
folder=${2:-.build/package}
stop() { echo "package: $1" >&2; exit 1; }
[ -x "$program" ] || stop "there is no program at $program: swift build -c release --product kembar"
command -v patchelf > /dev/null || stop "patchelf is missing: Scripts/set-up.sh package"
[ -f Sources/Doors/Web/vendor/VERSIONS.json ] || stop "the page's libraries are not there: run Scripts/set-up-web.sh"

version=$("$program" --version)
if moment=$(git log -1 --format=%ct 2> /dev/null) && ! git describe --exact-match --tags > /dev/null 2>&1; then
  version+="+git$(date -u -d "@$moment" +%Y%m%d%H%M).$(git rev-parse --short=8 HEAD)"
fi
# The same sources make the same package: its files carry the moment of the last commit.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-${moment:-$(date +%s)}}
architecture=$(dpkg --print-architecture)

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
umask 022
chmod 755 "$tree"
home=$tree/usr/lib/kembar
share=$tree/usr/share
install -d "$home" "$tree/usr/bin" "$share/kembar" "$share/doc/kembar" "$tree/lib/systemd/system" "$tree/usr/lib/sysusers.d" "$tree/DEBIAN"

# The program looks for its libraries beside itself; those of the toolchain go there.
install -m 755 "$program" "$home/kembar"
strip --strip-unneeded "$home/kembar"
patchelf --set-rpath '$ORIGIN' "$home/kembar"
ln -s ../lib/kembar/kembar "$tree/usr/bin/kembar"
absent=$(ldd "$program" | sed -n 's/^\s*\(\S*\) => not found/\1/p')
[ -z "$absent" ] || stop "libraries are missing here, so what they belong to cannot be told: $absent"
ldd "$program" | sed -n 's/.* => \(\S*\) .*/\1/p' | grep '/swift/linux/' | while read -r library; do
  install -m 644 "$library" "$home/"
done
[ -f "$home/libswiftCore.so" ] || stop "the runtime of Swift was not found beside the toolchain."

# What the program and the runtime need of Debian, by the package that owns each library.
depends=$(for binary in "$home/kembar" "$home"/*.so; do readelf -d "$binary"; done | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u | while read -r name; do
  [ -e "$home/$name" ] && continue
  path=$(ldd "$program" | sed -n "s|^\s*$name => \(\S*\) .*|\1|p")
  [ -n "$path" ] || { case $name in ld-linux*) continue ;; esac; stop "no library $name here"; }
  # A merged /usr is listed by dpkg under either path.
  owner=$({ dpkg -S "$path" || dpkg -S "/usr$path" || dpkg -S "$(realpath "$path")"; } 2> /dev/null | head -1 | cut -d: -f1)
  [ -n "$owner" ] || stop "no Debian package owns $path, which the program needs"
  echo "$owner (>= $(dpkg-query -W -f='${Version}' "$owner" | sed -E 's/-[^-]*$//; s/\+deb.*$//'))"
done | sort -u | paste -sd, | sed 's/,/, /g')

# The page, without what only its builders need.
cp -r Sources/Doors/Web "$share/kembar/web"
find "$share/kembar/web" -name '.*' -delete
install -m 644 README.md LICENSE "$share/doc/kembar/"
cp -r Docs "$share/doc/kembar/"
install -m 644 Packaging/copyright "$share/doc/kembar/copyright"
gzip -9n < CHANGELOG.md > "$share/doc/kembar/changelog.gz"
install -m 644 Packaging/kembar.service "$tree/lib/systemd/system/"
install -m 644 Packaging/kembar.sysusers "$tree/usr/lib/sysusers.d/kembar.conf"
install -m 755 Packaging/{postinst,prerm,postrm} "$tree/DEBIAN/"
chmod -R u=rwX,go=rX "$share"
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

cat > "$tree/DEBIAN/control" <<CONTROL
Package: kembar
Version: $version
Architecture: $architecture
Maintainer: the authors of Kembar <kembar@localhost>
Section: science
Priority: optional
Installed-Size: $(du -sk --exclude DEBIAN "$tree" | cut -f1)
Depends: $depends
Recommends: ca-certificates
Suggests: chromium, fonts-noto-core, mosquitto-clients
Description: working twin of a city in one program
 Reads the map a city already has, follows its sensors live, and answers
 "what if" before anyone digs, closes, builds or buys. One program with its
 page inside; no toolchain, no other service and no internet needed.
CONTROL
mkdir -p "$folder"
package=$folder/kembar_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zxz --build "$tree" "$package" > /dev/null
echo "$package"
