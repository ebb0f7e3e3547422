# What prepare.sh, apply.sh, confirm.sh and retain.sh share; T is the folder of the change set, actor the name in the journal.
# rollback.sh stands alone and has its own.
# shellcheck shell=sh disable=SC2012,SC2030,SC2031,SC2154
if command -v sha256sum >/dev/null; then sum=sha256sum; else sum='shasum -a 256'; fi

sha() { $sum <"$1" | cut -d' ' -f1; }
# an error while writing to the disk counts, where sync can say so about one file
if sync -- "$T" 2>/dev/null; then flush() { sync -- "$@"; }; else flush() { sync; }; fi
inode() { ls -di -- "$1" | { read -r n _ && echo "$n"; }; }
links() { stat -c %h -- "$1" 2>/dev/null || stat -f %l -- "$1"; }
# owner and mode as numbers, since not every owner has a name
rights() { stat -c '%u:%g %a' -- "$1" 2>/dev/null || stat -f '%u:%g %Mp%Lp' -- "$1"; }
# with ACL, label and further attributes where there are any
copy() { cp --preserve=all -- "$1" "$2" 2>/dev/null || cp -p -- "$1" "$2"; }
# for the crash tests: ends hard at a numbered step
step() {
    n=$((${n:-0} + 1))
    [ "$n" != "${CRASH_AT:-0}" ] || kill -9 $$
}
note() {
    # a line that a crash has torn is ended first, and the chain goes on from it
    [ ! -s "$T/journal" ] || [ -z "$(tail -c 1 "$T/journal")" ] || echo >>"$T/journal"
    previous=$(tail -n 1 "$T/journal" 2>/dev/null | $sum | cut -c1-16)
    printf '%s %s %s %s %s %s prev=%s\n' "$(($(wc -l 2>/dev/null <"$T/journal" || echo 0) + 1))" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
        "$(cut -d. -f1 /proc/uptime 2>/dev/null || echo 0)" "$(cut -c1-8 /proc/sys/kernel/random/boot_id 2>/dev/null || echo 0)" \
        "$actor" "$*" "$previous" >>"$T/journal"
    flush "$T/journal"
}
