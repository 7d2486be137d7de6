#!/bin/sh
# Makes the pictures that tests/window/test_golden_views.cpp compares with, tests/data/views, anew
# from a build of the tests. Look at them before they are committed.
#
#   scripts/golden_views.sh [BUILD]     build/release, if not given
set -eu
cd "$(dirname "$0")/.."
HEADSCOPE_WRITE_GOLDENS=1 QT_QPA_PLATFORM=offscreen \
  "${1:-build/release}/tests/test_window" test_golden_views views
