#!/bin/sh
# Says which variables are missing that name a real OX server.
set -eu
missing=""
[ -n "${STELLWERK_OX_URL:-}" ] || missing="$missing STELLWERK_OX_URL"
[ -n "${STELLWERK_OX_LOGIN:-}" ] || missing="$missing STELLWERK_OX_LOGIN"
[ -n "${STELLWERK_OX_PASSWORD:-}" ] || missing="$missing STELLWERK_OX_PASSWORD"
[ -n "$missing" ] || exit 0
echo "stellwerk: test-ox needs a real OX server and its master administrator; not set:$missing" >&2
echo "stellwerk: it makes contexts named stellwerk-test-... there and deletes them again" >&2
exit 2
