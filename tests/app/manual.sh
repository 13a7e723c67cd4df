#!/bin/sh
# Every verb of the command line stands in the manual. manual.sh PROGRAM
set -eu
manual=$(dirname "$0")/../../docs/man/tocsin.1.md
verbs=$("$1" --help | sed -n '/^Subcommands:/,$s/^  \([a-z-]*\) .*/\1/p')
[ -n "$verbs" ]
for verb in $verbs; do
    grep -q "\*\*$verb\*\*\|^\*\*$verb " "$manual" || { echo "docs/man/tocsin.1.md does not speak of: $verb" >&2; exit 1; }
done
