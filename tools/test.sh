#!/usr/bin/env bash
# The whole test run: lint, every test on SQLite and on PostgreSQL, and the journeys in a real Chromium.
set -uo pipefail
cd "$(dirname "$0")/.."
BIN=.venv/bin

if [ -n "${CHROMIUM:-}" ] && [ -x "${CHROMIUM}" ]; then
  :
elif command -v chromium >/dev/null 2>&1; then
  CHROMIUM=$(command -v chromium)
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Chromium is missing: installing Debian's"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1
  CHROMIUM=$(command -v chromium || true)
fi
if [ -z "${CHROMIUM:-}" ]; then
  for name in chromium-browser google-chrome google-chrome-stable; do
    CHROMIUM=$(command -v "$name" || true)
    [ -n "$CHROMIUM" ] && break
  done
fi
if [ -z "${CHROMIUM:-}" ]; then
  echo "No Chromium on this machine: taking the one Playwright brings"
  "$BIN/playwright" install chromium || { echo "No Chromium could be had; the browser tests need one."; exit 1; }
  CHROMIUM=playwright
fi
export CHROMIUM
echo "Browser tests use: $CHROMIUM"

failed=0
step() {
  echo; echo "== $1"; shift
  local begun=$SECONDS
  "$@" || failed=1
  echo "-- $((SECONDS - begun)) s"
}
step "ruff" "$BIN/ruff" check .
step "format" "$BIN/ruff" format --check .
step "types" "$BIN/mypy"
step "templates" "$BIN/djlint" templates --lint --profile=jinja --quiet
step "SQLite" "$BIN/pytest" -q -n 2 --dist worksteal -m "not browser"

# Neither of these two keeps both cores busy: they run side by side, and PostgreSQL's words come afterwards.
said=$(mktemp)
"$BIN/pytest" -q -m "not browser and not house" --database postgresql >"$said" 2>&1 &
postgresql=$!
trap 'kill "$postgresql" 2>/dev/null; rm -f "$said"' EXIT
step "browser" "$BIN/pytest" -q -m browser
tell_of_postgresql() {
  local status=0
  wait "$postgresql" || status=$?
  cat "$said"
  return "$status"
}
step "PostgreSQL (begun with the browser)" tell_of_postgresql
exit $failed
