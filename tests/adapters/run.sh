#!/bin/sh
# Lets vendors' documents and packages judge the adapters, and our own document the API: tests/adapters/run.sh BUILD_DIR
# Installs the pinned packages first when they are missing or the lock file is newer.
set -eu
build=$(cd "${1:?usage: tests/adapters/run.sh BUILD_DIR}" && pwd)
cd "$(dirname "$0")"
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    echo "Installing the vendors' packages (npm ci) …"
    npm ci --no-audit --no-fund --loglevel=error
    touch node_modules/.package-lock.json
fi
BUILD_DIR="$build" exec node_modules/.bin/node --test --test-force-exit --test-timeout=60000 requests.test.mjs strangers.test.mjs api.test.mjs
