#!/bin/sh
# apply.sh FOLDER sql|files: "sql" says that statements follow; "files" renames, sets modes, runs commands, activates.
# Refuses when the timer is not armed (7), when it is decided (8), when a target has changed since the snapshot (9).
set -eu
umask 077
trap '' HUP PIPE INT TERM
LC_ALL=C
export LC_ALL
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export PATH
T=$1
what=$2
actor=apply
if command -v sha256sum >/dev/null; then sum=sha256sum; else sum='shasum -a 256'; fi

sha() { $sum <"$1" | cut -d' ' -f1; }
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
touch_item() {
    : >"$T/touched"
    : >"$1/touched"
    flush "$1/touched" "$1" "$T"
}

exec 9>>"$T/lock"
if command -v flock >/dev/null; then flock -w 60 9 || { echo "Another run holds this change set." >&2; exit 75; }; fi
[ -e "$T/armed" ] || [ -e "$T/unguarded" ] || { echo "The timer that would undo this is not armed." >&2; exit 7; }
if [ -e "$T/armed" ] && ! sh "$T/arm.sh" "$T" check >/dev/null; then
    echo "The timer that would undo this is gone." >&2
    exit 7
fi
[ ! -L "$T/decision" ] || { echo "It is already decided: $(readlink "$T/decision")." >&2; exit 8; }
for i in "$T"/items/*; do
    [ -d "$i" ] || continue
    [ ! -e "$i/touched" ] || continue
    case $(cat "$i/kind") in file | delete | auto) ;; *) continue ;; esac
    r=$(cat "$i/real")
    if [ -e "$i/absent" ]; then
        [ ! -e "$r" ] || { echo "$r has appeared since the plan was made." >&2; exit 9; }
    elif [ "$(sha "$r")" != "$(cat "$i/pre.sha")" ]; then
        echo "$r was changed by somebody else since the plan was made." >&2
        exit 9
    fi
done

if [ "$what" = sql ]; then
    note APPLYING_SQL
    step
    : >"$T/touched"
    [ ! -d "$T/sql" ] || : >"$T/sql/touched"
    for i in "$T"/items/*; do
        [ -d "$i" ] || continue
        [ "$(cat "$i/kind")" != auto ] || touch_item "$i"
    done
    flush "$T"
    step
    exit 0
fi

# what ALTER SYSTEM made of its file is ours: taking it back needs no SQL as long as nobody else wrote to it
for i in "$T"/items/*; do
    [ -d "$i" ] || continue
    if [ "$(cat "$i/kind")" = auto ] && [ -e "$i/touched" ]; then
        sha "$(cat "$i/real")" >"$i/post.sha"
        flush "$i/post.sha"
    fi
done
note APPLYING
step
for i in "$T"/items/*; do
    [ -d "$i" ] || continue
    [ ! -e "$i/late" ] || continue
    kind=$(cat "$i/kind")
    case $kind in
        file)
            s=$(cat "$i/stem")
            r=$(cat "$i/real")
            [ -e "$s.new" ] || { echo "The staged file $s.new is gone." >&2; exit 10; }
            [ ! -d "$r" ] || { echo "$r has become a folder." >&2; exit 10; }
            touch_item "$i"
            step
            mv -f -- "$s.new" "$r"
            step
            flush "$(dirname -- "$r")"
            ;;
        delete)
            touch_item "$i"
            step
            rm -f -- "$(cat "$i/real")"
            step
            ;;
        mode)
            touch_item "$i"
            step
            r=$(cat "$i/real")
            [ ! -s "$i/owner" ] || chown "$(cat "$i/owner")" -- "$r"
            [ ! -s "$i/mode" ] || chmod "$(cat "$i/mode")" -- "$r"
            step
            ;;
        run)
            touch_item "$i"
            step
            sh "$i/do" <"$i/do.in" >>"$T/apply.log" 2>&1 9>&- || { rc=$?; tail -n 3 "$T/apply.log" >&2; exit "$rc"; }
            step
            ;;
        *) continue ;;
    esac
    note "TOUCHED item=$(basename "$i")"
    step
done
sh "$T/activate.sh" "$T" forward 9>&-
note ACTIVATED
step
