#!/bin/sh
# Runs Slack's official Node packages against the stand-in, and Debian's Prometheus and Alertmanager against the program:
#   tests/peers/run.sh BUILD_DIR
# Installs the pinned packages first when they are missing or the lock file is newer.
set -eu
build=$(cd "${1:?usage: tests/peers/run.sh BUILD_DIR}" && pwd)
cd "$(dirname "$0")"
for program in prometheus prometheus-alertmanager; do
    if ! command -v $program >/dev/null; then
        echo "$program is missing. On Debian: scripts/install test" >&2
        exit 1
    fi
done
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    echo "Installing Slack's packages (npm ci) …"
    npm ci --no-audit --no-fund --loglevel=error
    touch node_modules/.package-lock.json
fi
BUILD_DIR="$build" exec node_modules/.bin/node --test --test-force-exit --test-timeout=60000 ./*.test.mjs
