#!/bin/sh
# What the program's file says of how it was built: hardened.sh PROGRAM. Position-independent, its relocations read-only and
# resolved at the start, a stack that runs nothing and is watched, checked copies, no page that is both written and run.
set -eu
program=$1

has() { # WHAT PATTERN TEXT
    printf '%s\n' "$3" | grep -Eq "$2" || { echo "the program lacks: $1" >&2; exit 1; }
}
lacks() {
    ! printf '%s\n' "$3" | grep -Eq "$2" || { echo "the program has: $1" >&2; exit 1; }
}

header=$(readelf -hW "$program")
segments=$(readelf -lW "$program")
dynamic=$(readelf -dW "$program")
symbols=$(readelf -W --dyn-syms "$program")
has "a position-independent executable" 'Type: +DYN' "$header"
has "a flag that says so" 'FLAGS_1.* PIE' "$dynamic"
has "read-only relocations" 'GNU_RELRO' "$segments"
has "resolution at the start" 'FLAGS\).* BIND_NOW' "$dynamic"
has "a stack segment" 'GNU_STACK' "$segments"
lacks "a stack that can be run" 'GNU_STACK.* RWE' "$segments"
lacks "a page that is both written and run" 'LOAD.* RWE' "$segments"
has "stack canaries" '__stack_chk_fail' "$symbols"
has "checked copies" '__mem(cpy|move)_chk' "$symbols"
lacks "libraries from other folders" 'R(UN)?PATH' "$dynamic"
lacks "text that is relocated" 'TEXTREL' "$dynamic"
echo "hardened"
