#!/usr/bin/env bash
# The whole test run: lint, every test on SQLite and on PostgreSQL, and the journeys in a real Chromium.
set -uo pipefail
cd "$(dirname "$0")/.."
BIN=.venv/bin

# The shell of Chromium is the same engine without the windows around it, and takes a third of the processor's time.
debian() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
  echo "Installing Debian's $1"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1"; } >/dev/null 2>&1
}
at_hand() {
  for name in "$@"; do
    CHROMIUM=$(command -v "$name") && return
  done
  return 1
}
if [ -z "${CHROMIUM:-}" ] || [ ! -x "${CHROMIUM}" ]; then
  at_hand chromium-headless-shell || { debian chromium-headless-shell && at_hand chromium-headless-shell; } ||
    at_hand chromium chromium-browser google-chrome google-chrome-stable ||
    { debian chromium && at_hand chromium; } || CHROMIUM=""
fi
if [ -z "$CHROMIUM" ]; then
  echo "No Chromium on this machine: taking the one Playwright brings"
  "$BIN/playwright" install chromium || { echo "No Chromium could be had; the browser tests need one."; exit 1; }
  CHROMIUM=playwright
fi
export CHROMIUM
echo "Browser tests use: $CHROMIUM"

# Some machines set it: each of the many processes would compile every module anew, a third of all the work.
unset PYTHONDONTWRITEBYTECODE

folder=$(mktemp -d)
names=()
# Cut off in the middle, it still says what was heard of whatever nobody had been told of yet.
leave() {
  for said in "$folder"/*.said; do
    name=$(basename "$said" .said)
    [[ " ${names[*]} " == *" $name "* ]] || { [ -f "$said" ] && printf '\n== %s, cut off\n' "$name" && tail -n 60 "$said"; }
  done
  for job in $(jobs -p); do pkill -P "$job"; kill "$job"; done 2>/dev/null
  rm -rf "$folder"
}
trap leave EXIT
trap 'exit 143' TERM INT
TIMEFORMAT='-- %R s, of which the processors worked %U + %S s'

# run NAME COMMAND…: what it says goes to a file of its own, and so does how it ended.
run() {
  local name=$1 status=0
  shift
  { time "$@"; } >"$folder/$name.said" 2>&1 || status=$?
  echo "$status" >"$folder/$name.status"
}
tell() {
  names+=("$1")
  printf '\n== %s\n' "$1"
  cat "$folder/$1.said"
}
# step NAME COMMAND…: the same, and it is heard meanwhile.
step() {
  names+=("$1")
  printf '\n== %s\n' "$1"
  run "$@" &
  local running=$!
  tail --pid="$running" -n +1 -s 1 -F "$folder/$1.said" 2>/dev/null
  wait "$running"
}
# A fault in what many tests stand on is told by the first of them.
# No part of it takes half as long as this; one that hangs is ended, and the others are still told.
pytest=(timeout --signal=INT --kill-after=60 2100 "$BIN/pytest" -q --tb=short --maxfail=100)

lint() {
  run ruff "$BIN/ruff" check .
  run format "$BIN/ruff" format --check .
  run types "$BIN/mypy"
  run templates "$BIN/djlint" templates --lint --profile=jinja --quiet
}
lint &
linting=$!
step SQLite "${pytest[@]}" -n 2 --dist worksteal -m "not browser"
wait "$linting"
for name in ruff format types templates; do tell "$name"; done

# The browser waits for nothing longer than a person would, so it goes first wherever both want a processor;
# most of the time it waits itself, so two of it fit beside each other.
run PostgreSQL nice -n 10 "${pytest[@]}" -n 2 --dist worksteal -m "not browser and not house" --database postgresql &
postgresql=$!
step browser "${pytest[@]}" -n 2 --dist loadfile -m browser tests/browser
wait "$postgresql"
tell PostgreSQL

# Whoever sees the end of this only, sees what failed.
failed=0
printf '\n== In short\n'
for name in "${names[@]}"; do
  status=$(cat "$folder/$name.status" 2>/dev/null || echo "never ended")
  if [ "$status" = 0 ]; then
    printf 'ok      %-12s %s\n' "$name" "$(tail -n 1 "$folder/$name.said")"
  else
    failed=1
    printf 'FAILED  %-12s %s\n' "$name" "$(tail -n 1 "$folder/$name.said")"
    { grep -E '^(FAILED|ERROR) ' "$folder/$name.said" || tail -n 8 "$folder/$name.said"; } | cut -c1-240 | head -n 20
  fi
done
exit $failed
