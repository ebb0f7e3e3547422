#!/bin/sh
# confirm.sh [FOLDER]: keeps the change set, if the timer has not decided otherwise (9). Run again it finishes its work.
set -u
umask 077
trap '' HUP PIPE INT TERM
LC_ALL=C
export LC_ALL
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export PATH
T=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 70
base=$(dirname "$(dirname "$T")")
actor=confirm
rc=0
if command -v sha256sum >/dev/null; then sum=sha256sum; else sum='shasum -a 256'; fi
flush() { sync -- "$@" 2>/dev/null || sync; }
step() {
    n=$((${n:-0} + 1))
    [ "$n" != "${CRASH_AT:-0}" ] || kill -9 $$
}
note() {
    previous=$(tail -n 1 "$T/journal" 2>/dev/null | $sum | cut -c1-16)
    printf '%s %s %s %s %s %s prev=%s\n' "$(($(wc -l 2>/dev/null <"$T/journal" || echo 0) + 1))" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
        "$(cut -d. -f1 /proc/uptime 2>/dev/null || echo 0)" "$(cut -c1-8 /proc/sys/kernel/random/boot_id 2>/dev/null || echo 0)" \
        "$actor" "$*" "$previous" >>"$T/journal"
    flush "$T/journal"
}

ln -s confirm "$T/decision" 2>/dev/null || :
if [ "$(readlink "$T/decision")" != confirm ]; then
    echo "It was undone before it could be kept." >&2
    exit 9
fi
flush "$T"
step
# once more if it was killed: neither timer nor guard may outlive the decision
[ ! -e "$T/armed" ] || sh "$T/arm.sh" "$T" stop || sh "$T/arm.sh" "$T" stop || :
rm -f "$T/armed"
step
# what had to wait for the decision, so that a restart would have taken everything back by itself
for i in "$T"/items/*; do
    [ -d "$i" ] || continue
    if [ -e "$i/late" ] && [ ! -e "$i/done" ]; then
        case $(cat "$i/kind") in
            file)
                : >"$i/touched"
                flush "$i/touched"
                step
                s=$(cat "$i/stem")
                [ ! -e "$s.new" ] || mv -f -- "$s.new" "$(cat "$i/real")" || rc=1
                ;;
            run)
                : >"$i/touched"
                sh "$i/do" <"$i/do.in" >>"$T/apply.log" 2>&1 || rc=1
                ;;
        esac
        : >"$i/done"
        step
    fi
    [ -e "$i/stem" ] || continue
    s=$(cat "$i/stem")
    # the original file itself stays with the change set, so that even a late undo gives back the very same one
    if [ -e "$s.pre" ]; then
        [ -e "$i/original" ] || ln -- "$s.pre" "$i/original" 2>/dev/null || :
        rm -f -- "$s.pre"
    fi
    rm -f -- "$s.new"
    step
done
[ -e "$T/confirmed" ] || note CONFIRMED
: >"$T/confirmed"
if [ "$(readlink "$base/active")" = "txn/$(basename "$T")" ]; then rm -f "$base/active"; fi
flush "$T"
step
exit $rc
