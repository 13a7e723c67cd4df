#!/bin/sh
# Troubles several replicas, judged by what their clients saw: run.sh BUILD. Network namespaces need root.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
node --test "$here/history.test.mjs"
if [ "$(id -u)" != 0 ]; then
    echo "network namespaces need root: the replicas themselves were not tried" >&2
    exit 77
fi
exec node "$here/replicas.mjs" "$1"
