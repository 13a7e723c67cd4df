#!/bin/sh
# Plays the sandbox's page in a real browser: its bundle, every golden sample, the whole incident and its pages against the
# program in BUILD_DIR. Installs what it needs from npm. Screenshots go to BUILD_DIR/screenshots.
#   tests/browser/run.sh BUILD_DIR [--page-only]     (--page-only: without the program)
set -eu

if [ $# -lt 1 ]; then
    echo "usage: tests/browser/run.sh BUILD_DIR [--page-only]" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
page=$(cd "$here/../../bot/sandbox/page" && pwd)
mkdir -p "$1"
build=$(cd "$1" && pwd)
browser=${CHROMIUM:-/usr/bin/chromium}

for tool in node npm "$browser"; do
    if ! command -v "$tool" >/dev/null; then
        echo "$tool is missing. On Debian: apt-get install nodejs npm chromium" >&2
        exit 1
    fi
done

install_packages() {
    if [ ! -e "$1/node_modules/.package-lock.json" ] ||
        [ "$1/package-lock.json" -nt "$1/node_modules/.package-lock.json" ]; then
        echo "installing the npm packages of $(basename "$1")"
        (cd "$1" && npm ci --no-audit --no-fund --loglevel=error)
        touch "$1/node_modules/.package-lock.json"
    fi
}
install_packages "$page"
install_packages "$here"

rm -f "$build"/screenshots/*-failed.png
(cd "$page" && node_modules/.bin/tsc --noEmit && node check.mjs)
node "$here/render.mjs" "$build/screenshots"

if [ "${2:-}" = --page-only ]; then
    exit 0
fi
if [ ! -x "$build/tocsin" ]; then
    echo "$build/tocsin is missing: build it first, or say --page-only" >&2
    exit 1
fi
# Each has a program of its own.
play() {
    for name in "$@"; do
        node "$here/$name.mjs" "$build/tocsin" "$build/screenshots" || return
    done
}
play demo pages tour &
others=$!
failed=0
play incident paging alerts status report || failed=1
wait "$others" || failed=1
exit "$failed"
