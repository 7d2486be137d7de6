#!/usr/bin/env bash
# Installs the Debian 12 / Ubuntu 24.04 packages that Headscope needs, those that are missing.
# Needs neither root nor a network when none is.
#
#   scripts/deps.sh [PART…]    parts: build run test ci; without one: build run test
#   scripts/deps.sh --ci       every part
#   scripts/deps.sh --list     prints the packages of the parts and installs nothing
set -euo pipefail

# One package a line; "a|b": either, the first that the system offers.
packages_of() {
  case $1 in
    build) cat <<'END' ;;
g++
cmake
ninja-build
pkgconf
qt6-base-dev
qt6-svg-dev|libqt6svg6-dev
libgl-dev
libqcustomplot-dev
libeigen3-dev
libhwy-dev
libicu-dev
libonig-dev
nlohmann-json3-dev
libcli11-dev
libzip-dev
zlib1g-dev
libssl-dev
libcurl4-openssl-dev
libexpected-dev
libbenchmark-dev
END
    run) cat <<'END' ;;
qt6-qpa-plugins
qt6-image-formats-plugins
fonts-inter
fonts-noto-cjk
python3
python3-pip
ca-certificates
END
    test) cat <<'END' ;;
xvfb
END
    ci) cat <<'END' ;;
git
clang-format-14
clang-14
libclang-rt-14-dev
END
    *)
      echo "deps.sh: no part \"$1\": build, run, test or ci" >&2
      exit 2
      ;;
  esac
}

say() { echo "deps.sh: $*" >&2; }

list_only=no
parts=()
for argument in "$@"; do
  case $argument in
    --list) list_only=yes ;;
    --ci) parts=(build run test ci) ;;
    *) parts+=("$argument") ;;
  esac
done
if [ ${#parts[@]} -eq 0 ]; then
  parts=(build run test)
fi

wanted=()
for part in "${parts[@]}"; do
  text=$(packages_of "$part")
  mapfile -t -O "${#wanted[@]}" wanted <<<"$text"
done

if [ "$list_only" = yes ]; then
  printf '%s\n' "${wanted[@]}"
  exit 0
fi
if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  say "this system has no apt. See that the like of these packages is installed:"
  printf '  %s\n' "${wanted[@]}" >&2
  exit 0
fi

# Sets `missing` to the entries of `wanted` of which no alternative is installed.
find_missing() {
  local installed entry name found names
  IFS='|' read -r -a names <<<"$(IFS='|' && echo "${wanted[*]}")"
  # dpkg-query fails where it knows nothing of a name: that is what is being asked.
  installed=$'\n'$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' -- "${names[@]}" \
    2>/dev/null || true)$'\n'
  missing=()
  for entry in "${wanted[@]}"; do
    found=no
    for name in ${entry//|/ }; do
      [[ $installed == *$'\n'"installed $name"$'\n'* ]] && found=yes
    done
    [ $found = yes ] || missing+=("$entry")
  done
}

find_missing
if [ ${#missing[@]} -eq 0 ]; then
  exit 0
fi
say "missing: ${missing[*]}"

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    say "installing them takes root, and there is no sudo here. As root: apt-get install ${missing[*]%%|*}"
    exit 1
  fi
  as_root=(sudo)
fi

# Nobody can answer in CI or without a terminal.
options=(--no-install-recommends)
if [ -n "${CI:-}" ] || [ ! -t 0 ]; then
  options+=(--yes)
  [ ${#as_root[@]} -eq 0 ] || as_root+=(-n)
  as_root+=(env DEBIAN_FRONTEND=noninteractive)
fi

# Package lists that cannot be renewed may still serve.
"${as_root[@]}" apt-get update >&2 || say "the package lists could not be renewed; trying with the old ones"

chosen=()
for entry in "${missing[@]}"; do
  choice=${entry%%|*}
  for name in ${entry//|/ }; do
    if LC_ALL=C apt-cache policy "$name" | grep -q 'Candidate: [^(]'; then
      choice=$name
      break
    fi
  done
  chosen+=("$choice")
done

say "installing: ${chosen[*]}"
"${as_root[@]}" apt-get install "${options[@]}" "${chosen[@]}" >&2 || true

find_missing
if [ ${#missing[@]} -gt 0 ]; then
  say "these packages are still missing: ${missing[*]}"
  say "apt could not get them: check the network and that this is Debian 12, Ubuntu 24.04 or later."
  exit 1
fi
