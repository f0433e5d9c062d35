#!/bin/sh
# Writes a backup while everything runs, into the volume `backups`, and says where: scripts/backup.sh [NAME]
# COMPOSE: how compose is called, `docker compose` unless it says otherwise.
set -eu
cd "$(dirname "$0")/.."
compose=${COMPOSE:-docker compose}
name=${1:-$(date -u +%Y-%m-%dT%H%M%SZ)}
case $name in */* | .* | '') echo "A name of a backup has no slash and begins with no dot: $name" >&2; exit 2 ;; esac
. scripts/alone.sh
$compose exec -T api-1 npx --no-install overstap backup "/backups/$name"
# Read again from the log itself, so that a backup of a log that does not hold is not taken for a good one.
$compose exec -T api-1 npx --no-install overstap verify >/dev/null || {
  echo "The backup /backups/$name is written, but the log does not hold: overstap verify says more." >&2
  exit 1
}
echo "/backups/$name"
