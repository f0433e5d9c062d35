# Read by scripts/backup.sh and scripts/restore.sh: one of them at a time, whoever comes second changes nothing.
# RESTORE_LOCK: another file than .restore.lock beside docker-compose.yml, for an installation that is called by another COMPOSE from the same directory.
lock=${RESTORE_LOCK:-.restore.lock}
link=
under_way() {
  echo "A backup or a restore is under way ($lock). Nothing was changed. Wait until it has ended.${1:-}" >&2
  exit 1
}
unlock() { [ -z "$link" ] || rm -f "$link"; }
if command -v flock >/dev/null 2>&1; then
  # Held by what the script called too, for as long as that runs: a script that was killed leaves the lock with nobody.
  exec 9>>"$lock"
  flock -n 9 || under_way
elif ln -s "$$" "$lock.held" 2>/dev/null; then
  link=$lock.held
  trap unlock EXIT
  trap 'exit 1' HUP INT TERM
else
  under_way " Where process $(readlink "$lock.held") is not there any more, it was killed: rm $lock.held"
fi
