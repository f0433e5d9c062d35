#!/bin/sh
# Puts a backup of the volume `backups` in the place of everything that is in the database: scripts/restore.sh NAME --replace
# Whoever was erased after the backup is erased again before anything opens: the ledger of erasures is in the volume of the keys, which stays.
# The database of before is kept beside as overstap_before until the programs run on the restored one. Whatever fails or is broken off before
# the restored one is whole: the one of before is put back and the programs are started again.
# A run that was killed outright leaves overstap_before behind. Where it is the only one, the next run puts it back and begins; where overstap is
# there too, only you know which one counts: it touches nothing and says how to go either way.
set -eu
cd "$(dirname "$0")/.."
compose=${COMPOSE:-docker compose}
name=${1:-}
case $name in */* | .* | '') echo "Name a backup: scripts/restore.sh NAME --replace" >&2; exit 2 ;; esac
[ "${2:-}" = --replace ] || { echo "This replaces everything that is in the database. Say so: scripts/restore.sh $name --replace" >&2; exit 2; }
sql() { $compose exec -T postgres psql -v ON_ERROR_STOP=1 -qtA -U overstap -d postgres -c "$1"; }
databases() { sql "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database WHERE datname IN ('overstap', 'overstap_before')"; }
programs='api-1 api-2 worker-1 worker-2'
say() { echo "$*" >&2; }
both_ways() {
  psql="$compose exec postgres psql -U overstap -d postgres"
  say "To go back to the database of before: $compose stop $programs; $psql -c 'DROP DATABASE overstap' -c 'ALTER DATABASE overstap_before RENAME TO overstap'"
  say "To keep the one that is called overstap now: $psql -c 'DROP DATABASE overstap_before'"
  say "Then: $compose start $programs"
}
# shellcheck disable=SC2086
start() { $compose start $programs || say "The programs do not run: look at $compose logs, then $compose start $programs"; }

. scripts/alone.sh
found=$(databases)
case $found in
  overstap | overstap_before) ;;
  '') say "There is no database overstap to replace. Make one: $compose exec postgres createdb -U overstap overstap"; exit 1 ;;
  *) say "An earlier restore did not end: overstap_before is still there beside overstap. Nothing was touched."; both_ways; exit 1 ;;
esac

whole=no
put_back() {
  now=$(databases) || return 1
  case $now in
    overstap) ;;
    overstap_before) sql 'ALTER DATABASE overstap_before RENAME TO overstap' ;;
    'overstap overstap_before') sql 'DROP DATABASE overstap WITH (FORCE)' && sql 'ALTER DATABASE overstap_before RENAME TO overstap' ;;
    *) return 1 ;;
  esac
}
# shellcheck disable=SC2317
broken_off() {
  trap - EXIT
  trap '' HUP INT TERM
  if [ $whole = yes ]; then
    start
    say "Restored from /backups/$name, but broken off after that: overstap_before, the database of before, is still there."
    both_ways
  elif put_back; then
    start
    say "Nothing was restored; the database is the one of before."
  else
    say "Nothing was restored, and it is not certain that the database of before has its name again. The programs are stopped. Drop nothing:"
    say "where overstap_before is there, it is the one of before; otherwise overstap is. Once PostgreSQL answers the same command sorts this out, or says how to."
  fi
  unlock
  exit 1
}
trap broken_off EXIT
trap 'exit 1' HUP INT TERM

# shellcheck disable=SC2086
$compose stop $programs
if [ "$found" = overstap_before ]; then
  sql 'ALTER DATABASE overstap_before RENAME TO overstap'
  say "An earlier restore was killed; its database of before is put back, and this one begins."
fi
sql 'ALTER DATABASE overstap RENAME TO overstap_before'
sql 'CREATE DATABASE overstap'
$compose run --rm -T --no-deps api-1 npx --no-install overstap restore "/backups/$name"
whole=yes
# What waits in the queue is of the database that is gone; the first sweep fills it anew.
emptied=yes
[ "$($compose exec -T redis redis-cli FLUSHALL)" = OK ] || emptied=no
# shellcheck disable=SC2086
$compose start $programs
sql 'DROP DATABASE overstap_before'
trap unlock EXIT
echo "Restored from /backups/$name."
[ $emptied = yes ] || {
  say "The queue was not emptied and may hold work of the database of before. Once Redis answers: $compose exec redis redis-cli FLUSHALL; the next sweep fills it."
  exit 1
}
