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

if [ "$what" = files ] && [ "${3:-}" != here ]; then
    # apart from the connection that asked for it: whatever becomes of that, it is done as a whole
    rm -f "$T/apply.status"
    # shellcheck disable=SC2016
    line='trap "" HUP PIPE INT TERM; : >"$1/apply.begun"; sh "$1/apply.sh" "$1" files here >"$1/apply.said" 2>&1; echo $? >"$1/apply.status"'
    if [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ]; then
        systemd-run --quiet --wait --collect --unit="pgrampart-$(basename "$T")-apply" --setenv=CRASH_AT="${CRASH_AT:-0}" \
            /bin/sh -c "$line" sh "$T" </dev/null >/dev/null 2>&1 || :
    fi
    if [ ! -e "$T/apply.begun" ] && command -v setsid >/dev/null; then
        setsid sh -c "$line" sh "$T" </dev/null >/dev/null 2>&1 || :
    fi
    [ -e "$T/apply.begun" ] || sh -c "$line" sh "$T" </dev/null >/dev/null 2>&1 || :
    tries=0
    until [ -s "$T/apply.status" ] || [ $tries -ge 1800 ]; do
        tries=$((tries + 1))
        sleep 0.1
    done
    cat "$T/apply.said" >&2 2>/dev/null || :
    [ -s "$T/apply.status" ] || { echo "It ended before it was done." >&2; exit 11; }
    exit "$(cat "$T/apply.status")"
fi

# shellcheck source=common.sh
. "$T/common.sh"
touch_item() { # what it is about to do is on the disk before it is done
    : >"$T/touched"
    : >"$1/touched"
    flush "$1/touched" "$1" "$T"
    note "TOUCHING item=$(basename "$1")"
}

exec 9<"$T/lock"
if command -v flock >/dev/null; then flock -w 60 9 || { echo "Another run holds this change set." >&2; exit 75; }; fi
[ -e "$T/armed" ] || [ -e "$T/unguarded" ] || { echo "The timer that would undo this is not armed." >&2; exit 7; }
if [ -e "$T/armed" ] && ! sh "$T/arm.sh" "$T" check >/dev/null 9<&-; then
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
        [ ! -e "$r" ] || { note "CONFLICT item=$(basename "$i")"; echo "$r has appeared since the plan was made." >&2; exit 9; }
    elif [ "$(sha "$r")" != "$(cat "$i/pre.sha")" ]; then
        note "CONFLICT item=$(basename "$i")"
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
            flush "$(dirname -- "$(cat "$i/real")")"
            ;;
        mode)
            touch_item "$i"
            step
            r=$(cat "$i/real")
            [ ! -s "$i/owner" ] || chown "$(cat "$i/owner")" -- "$r"
            step
            [ ! -s "$i/mode" ] || chmod "$(cat "$i/mode")" -- "$r"
            rights "$r" >"$i/post.meta"
            step
            ;;
        run)
            touch_item "$i"
            step
            sh "$i/do" <"$i/do.in" >>"$T/apply.log" 2>&1 9<&- || { rc=$?; tail -n 3 "$T/apply.log" >&2; exit "$rc"; }
            step
            ;;
        *) continue ;;
    esac
    note "TOUCHED item=$(basename "$i")"
    step
done
sh "$T/activate.sh" "$T" forward 9<&-
: >"$T/applied"
note ACTIVATED
step
