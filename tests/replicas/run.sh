#!/bin/sh
# Troubles three replicas and then two, judged by what their clients saw: run.sh BUILD. At night each of them by every trouble.
# Network namespaces need root.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
node --test "$here/history.test.mjs"
if [ "$(id -u)" != 0 ]; then
    echo "network namespaces need root: the replicas themselves were not tried" >&2
    exit 77
fi
if [ "${TOCSIN_NIGHTLY:-}" = 1 ]; then
    node "$here/replicas.mjs" "$1" --replicas 3
    exec node "$here/replicas.mjs" "$1" --replicas 2
fi
node "$here/replicas.mjs" "$1" --replicas 3 --only "kill,pause,cut,skew,fail over,stop and start"
exec node "$here/replicas.mjs" "$1" --replicas 2 --only "kill,cut from the database"
