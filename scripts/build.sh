#!/usr/bin/env bash
# Configures a preset if need be, and builds it with every core at low priority.
#
#   scripts/build.sh PRESET [OPTIONS of cmake --build…]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset=${1:?which preset: release, dev, asan or bench}
shift

# A compiler of this size of code takes up to a gigabyte.
jobs=$(nproc)
gigabytes=$(awk '/^MemAvailable:/ { print int($2 / 1048576) }' /proc/meminfo)
if [ "${gigabytes:-0}" -gt 0 ] && [ "$gigabytes" -lt "$jobs" ]; then
  jobs=$gigabytes
fi

folder=build/$preset
if [ ! -f "$folder/build.ninja" ] || [ CMakePresets.json -nt "$folder/build.ninja" ]; then
  if command -v ccache >/dev/null; then
    export CMAKE_CXX_COMPILER_LAUNCHER=ccache
  fi
  cmake --preset "$preset" >&2
fi
nice -n 10 cmake --build --preset "$preset" --parallel "$jobs" "$@" >&2
