#!/usr/bin/env bash
# Builds the fuzzers and runs each for so many seconds, two at a time, from a copy of its corpus
# and of what it has found before. Nothing in the checkout changes. Fails where an input crashes,
# hangs, takes too much memory or breaks a promise, and copies it to build/asan/findings/TARGET.
#
#   scripts/fuzz.sh [SECONDS] [TARGET…]    SECONDS: 60 if none are given; TARGET: a folder of
#                                          tests/fuzz/corpus, every one if none is given
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=60
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
  seconds=$1
  shift
fi
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  mapfile -t targets < <(cd tests/fuzz/corpus && printf '%s\n' *)
fi
for target in "${targets[@]}"; do
  if [ ! -d "tests/fuzz/corpus/$target" ]; then
    echo "fuzz.sh: there is no target \"$target\" in tests/fuzz/corpus" >&2
    exit 2
  fi
done

scripts/deps.sh build test ci
scripts/build.sh asan --target fuzz_programs

export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1
export UBSAN_OPTIONS=print_stacktrace=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# fuzz TARGET: one program for its time. What libFuzzer says is shown where it fails.
fuzz() {
  local target=$1 findings=build/asan/findings/$1 log=$work/$1.log options=() file
  mkdir -p "$work/$target" "$work/new/$target"
  for file in tests/fuzz/{corpus,findings}/"$target"/*; do
    [ ! -f "$file" ] || cp "$file" "$work/$target/"
  done
  [ ! -f "tests/fuzz/dictionaries/$target.dict" ] ||
    options+=("-dict=tests/fuzz/dictionaries/$target.dict")
  if nice -n 10 "build/asan/fuzz_$target" -max_total_time="$seconds" -timeout=10 \
    -rss_limit_mb=1024 -max_len=8192 -print_final_stats=1 \
    -artifact_prefix="$work/new/$target/" "${options[@]}" "$work/$target" >"$log" 2>&1; then
    echo "$target: $(awk '/number_of_executed_units/ { print $2 }' "$log") inputs," \
      "nothing found"
    return
  fi
  tail -n 60 "$log"
  mkdir -p "$findings"
  find "$work/new/$target" -type f -exec cp {} "$findings/" \;
  for file in "$work/new/$target"/*; do
    echo "$target: FAILED, see $findings/${file##*/}"
  done
  return 1
}

failed=0
running=0
for target in "${targets[@]}"; do
  if [ "$running" -eq 2 ]; then
    wait -n || failed=1
    running=$((running - 1))
  fi
  fuzz "$target" &
  running=$((running + 1))
done
while [ "$running" -gt 0 ]; do
  wait -n || failed=1
  running=$((running - 1))
done
exit "$failed"
