#!/usr/bin/env bash
# Holds what lets one program run on processors of every age: the kernels for newer ones define no function that the linker could
# merge with another room's, and a flood runs on an old processor (qemu-x86_64 -cpu Nehalem: no AVX).
#   Scripts/check-kernels.sh BUILD_FOLDER        for example .build/debug; built before, with --product measure-flood
set -euo pipefail
build=$1

if [ "$(uname -m)" != x86_64 ]; then
  echo "check-kernels: skipped, this is not an x86-64 machine."
  exit 0
fi

for variant in V3 V4; do
  objects=("$build/WaterKernels$variant.build"/*.o)
  [ -e "${objects[0]}" ] || { echo "check-kernels: $build holds no WaterKernels$variant; build it first." >&2; exit 1; }
  # Weak definitions: W and w are functions, V and v data, which hold no instruction.
  weak=$(nm --defined-only "${objects[@]}" | awk '$2 == "W" || $2 == "w"' || true)
  if [ -n "$weak" ]; then
    echo "check-kernels: WaterKernels$variant defines weak functions, which the linker may put in place of another room's:" >&2
    echo "$weak" >&2
    exit 1
  fi
done

# The best variant there is, on a processor of 2008, without advection and with it: a newer one's instruction would stop it.
for form in "" advection; do
  # shellcheck disable=SC2086
  answer=$(qemu-x86_64 -cpu Nehalem "$build/measure-flood" speed 64 1 30 $form 2>/dev/null) || {
    echo "check-kernels: a flood does not run on a processor of 2008 (qemu-x86_64 -cpu Nehalem)." >&2
    exit 1
  }
  case $answer in
    *'"variant":"baseline"'*) ;;
    *) echo "check-kernels: on a processor of 2008 the engine chose: $answer" >&2; exit 1 ;;
  esac
done
echo "check-kernels: no weak function; a flood runs on a processor of 2008."
