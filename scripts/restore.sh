#!/bin/sh
# Puts a backup of the volume `backups` in the place of everything that is in the database: scripts/restore.sh NAME --replace
# Whoever was erased after the backup is erased again before anything opens: the ledger of erasures is in the volume of the keys, which stays.
# The database of before is kept beside as overstap_before until the restored one is there; when the restore fails it is put back.
set -eu
cd "$(dirname "$0")/.."
compose=${COMPOSE:-docker compose}
name=${1:-}
case $name in */* | .* | '') echo "Name a backup: scripts/restore.sh NAME --replace" >&2; exit 2 ;; esac
[ "${2:-}" = --replace ] || { echo "This replaces everything that is in the database. Say so: scripts/restore.sh $name --replace" >&2; exit 2; }
sql() { $compose exec -T postgres psql -v ON_ERROR_STOP=1 -q -U overstap -d postgres -c "$1"; }
programs='api-1 api-2 worker-1 worker-2'

# shellcheck disable=SC2086
$compose stop $programs
sql 'DROP DATABASE IF EXISTS overstap_before'
sql 'ALTER DATABASE overstap RENAME TO overstap_before'
sql 'CREATE DATABASE overstap'
if $compose run --rm -T --no-deps api-1 npx --no-install overstap restore "/backups/$name"; then
  # What waits in the queue is of the database that is gone; the first sweep fills it anew.
  $compose exec -T redis redis-cli FLUSHALL >/dev/null
  # shellcheck disable=SC2086
  $compose start $programs
  sql 'DROP DATABASE overstap_before'
  echo "Restored from /backups/$name."
else
  sql 'DROP DATABASE overstap'
  sql 'ALTER DATABASE overstap_before RENAME TO overstap'
  # shellcheck disable=SC2086
  $compose start $programs
  echo "Nothing was restored; the database is the one of before." >&2
  exit 1
fi
