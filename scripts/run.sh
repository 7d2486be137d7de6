#!/usr/bin/env bash
# Installs what is missing, builds Headscope, fetches the default model once, and starts it.
# When nothing has changed since the last time, it starts at once.
#
#   scripts/run.sh [ARGUMENTS of headscope…]
set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

program=$project/build/release/headscope
stamp=$project/build/release/.built
model=all-MiniLM-L6-v2

# Whether a source file or folder is newer than the last whole build.
sources_changed() {
  [ ! -x "$program" ] || [ ! -f "$stamp" ] ||
    [ -n "$(find "$project"/{CMakeLists.txt,CMakePresets.json,cmake,core,ui,app,resources} \
      -newer "$stamp" -print -quit)" ]
}

if sources_changed; then
  "$project/scripts/deps.sh" build run
  # Taken before the build: what changes while it runs is built next time.
  mkdir -p "${stamp%/*}"
  touch "$stamp.new"
  "$project/scripts/build.sh" release --target headscope
  mv "$stamp.new" "$stamp"
fi

case ${1:-} in
  models | --help | -h | --version) ;;
  *)
    # A folder of that name is a whole model: it is put there in one step.
    if [ ! -d "${XDG_DATA_HOME:-${HOME:-}/.local/share}/headscope/models/$model" ] &&
      ! "$program" models get "$model" >/dev/null; then
      echo "run.sh: the model $model could not be fetched; going on without it." >&2
      echo "run.sh: later, \`headscope models get $model\` or starting again does it." >&2
    fi
    ;;
esac

exec "$program" "$@"
