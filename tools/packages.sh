#!/bin/sh
# Installs the Debian packages listed in a file, in one call, only those that are missing.
set -eu
missing=""
for package in $(sed 's/#.*//' "$1"); do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ]; then
    echo "stellwerk: the tests need these packages. As root: apt-get install --no-install-recommends$missing" >&2
    exit 2
fi
apt-get update -q >/dev/null
# shellcheck disable=SC2086 — a list of names, to be split
DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing >/dev/null
