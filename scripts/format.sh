#!/usr/bin/env bash
# Formats every C++ file as .clang-format says; with --check only tells which are not.
#
#   scripts/format.sh [--check]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Another version formats otherwise.
for formatter in clang-format-14 clang-format; do
  if command -v "$formatter" >/dev/null && "$formatter" --version | grep -q 'version 14\.'; then
    break
  fi
  formatter=
done
if [ -z "$formatter" ]; then
  echo "format.sh: clang-format 14 is not installed: scripts/deps.sh ci" >&2
  exit 1
fi

mode=(-i)
if [ "${1:-}" = --check ]; then
  mode=(--dry-run -Werror)
fi
git ls-files -z -- '*.h' '*.cpp' | xargs -0 -r "$formatter" "${mode[@]}"
