#!/usr/bin/env bash
# Installs what is missing, builds everything, and runs every test without a display.
#
#   scripts/test.sh [PRESET] [OPTIONS of ctest…]    PRESET: release (if none is given), dev or asan
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset=release
case ${1:-} in
  release | dev | asan)
    preset=$1
    shift
    ;;
esac

parts=(build run test)
[ "$preset" != asan ] || parts+=(ci)  # clang
scripts/deps.sh "${parts[@]}"
scripts/build.sh "$preset"

export QT_QPA_PLATFORM=offscreen
# Tests that compare with a real model need it. Without it they say that they were skipped: so they
# are with sanitizers, where they take longer than all others.
fetched() {
  [ "$preset" != asan ] || return
  "build/$preset/headscope" models get "$1" && return
  echo "test.sh: the tests that need $1 are skipped: it could not be fetched." >&2
  return 1
}
if [ -z "${HEADSCOPE_MINILM_DIR:-}" ] && folder=$(fetched all-MiniLM-L6-v2); then
  export HEADSCOPE_MINILM_DIR=$folder
fi
if [ -z "${HEADSCOPE_SMOLLM2_GGUF:-}" ] && folder=$(fetched SmolLM2-135M-Instruct); then
  export HEADSCOPE_SMOLLM2_GGUF=$folder/SmolLM2-135M-Instruct.Q4_1.gguf
fi

export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
exec nice -n 10 ctest --preset "$preset" --parallel "$(nproc)" "$@"
