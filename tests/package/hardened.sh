#!/bin/sh
# What the program's file says of how it was built: hardened.sh PROGRAM BUILD_FOLDER. Position-independent, its relocations read-only and
# resolved at the start, a stack that runs nothing and is watched, checked copies, no page that is both written and run. A file shows that some of its
# code was compiled so; that all of it was, and that indexes are checked, the commands do.
set -eu
program=$1
build=$2

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
has "checked copies" '__memcpy_chk' "$symbols"
has "checked moves" '__memmove_chk' "$symbols"
has "checked printing" '__vsnprintf_chk' "$symbols"
lacks "libraries from other folders" 'R(UN)?PATH' "$dynamic"
lacks "text that is relocated" 'TEXTREL' "$dynamic"

commands=$(ninja -C "$build" -t commands "$(basename "$program")" | grep -E ' -c /')
for flag in '-D_FORTIFY_SOURCE=3' '-D_GLIBCXX_ASSERTIONS' '-fstack-protector-strong' '-fPI[CE]' '-O[23]'; do
    without=$(printf '%s\n' "$commands" | grep -Evc -e " $flag " || true)
    [ "$without" -eq 0 ] || { echo "$without sources of the program are compiled without $flag" >&2; exit 1; }
done
lacks "a source that is compiled without checks" ' (-U_FORTIFY_SOURCE|-fno-stack-protector|-O0) ' "$commands"
echo "hardened, $(printf '%s\n' "$commands" | wc -l) sources"
