#!/bin/sh
# Undoes this change set: files, settings, roles. It needs neither the program that made it nor a network.
#
#   sh rollback.sh manual          leaves alone what somebody else has changed since, and says so (3)
#   sh rollback.sh manual force    puts the old state back all the same; their version is kept beside it
#   sh rollback.sh auto            what the timer runs: like force, but nothing when the change set was kept
#   sh rollback.sh boot            at start-up, before the services: files only; "auto" follows later
#
# 0 = all is as it was, 1 = incomplete (run it again), 3 = conflicts, 4 = the SQL part is left for the program,
# 75 = another run is at it. It may be run any number of times.
set -u
umask 077
trap '' HUP PIPE INT TERM
LC_ALL=C
export LC_ALL
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export PATH
T=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 70
base=$(dirname "$(dirname "$T")")
mode=${1:-manual}
force=${2:-}
[ "$mode" = manual ] || force=force
actor=rollback-$mode
rc=0
if command -v sha256sum >/dev/null; then sum=sha256sum; else sum='shasum -a 256'; fi

sha() { $sum <"$1" 2>/dev/null | cut -d' ' -f1; }
flush() { sync -- "$@" 2>/dev/null || sync; }
# shellcheck disable=SC2012,SC2030
inode() { ls -di -- "$1" 2>/dev/null | { read -r n _ && echo "$n"; }; }
rights() { stat -c '%u:%g %a' -- "$1" 2>/dev/null || stat -f '%u:%g %Mp%Lp' -- "$1"; }
copy() { cp --preserve=all -- "$1" "$2" 2>/dev/null || cp -p -- "$1" "$2"; }
# shellcheck disable=SC2031
step() {
    n=$((${n:-0} + 1))
    [ "$n" != "${CRASH_AT:-0}" ] || kill -9 $$
}
say() {
    # a line that a crash has torn is ended first, and the chain goes on from it
    [ ! -s "$T/journal" ] || [ -z "$(tail -c 1 "$T/journal")" ] || echo 2>/dev/null >>"$T/journal" || :
    previous=$(tail -n 1 "$T/journal" 2>/dev/null | $sum | cut -c1-16)
    printf '%s %s %s %s %s %s prev=%s\n' "$(($(wc -l 2>/dev/null <"$T/journal" || echo 0) + 1))" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
        "$(cut -d. -f1 /proc/uptime 2>/dev/null || echo 0)" "$(cut -c1-8 /proc/sys/kernel/random/boot_id 2>/dev/null || echo 0)" \
        "$actor" "$*" "$previous" 2>/dev/null >>"$T/journal" || :
    flush "$T/journal" 2>/dev/null || :
    logger -t pgrampart -- "$*" 2>/dev/null || :
    printf '%s\n' "$*" 2>/dev/null || :
}

[ -e "$T/lock" ] || : >"$T/lock"
exec 9<"$T/lock" # to read, since the disk may let nobody write
if command -v flock >/dev/null; then
    flock -w 60 9 || { say "another run holds this change set"; exit 75; }
fi
# A command of a script that was killed may still run and would do its work after ours; it holds no lock, since it may
# start what stays.
id=$(basename "$T")
running() { grep -qs -e "/txn/$id/item[s]/" -e "/txn/$id/activat[e][.]sh" /proc/[0-9]*/cmdline; }
tries=0
while running && [ $tries -lt 300 ]; do
    tries=$((tries + 1))
    sleep 0.1
done
[ $tries -lt 300 ] || say "a command of this change set still runs; look afterwards whether it has changed anything"
# the one decision: creating a link works for exactly one of two; the second form needs no room on the disk
ln -s rollback "$T/decision" 2>/dev/null || [ -L "$T/decision" ] || ln -P "$T/rollback-ready" "$T/decision" 2>/dev/null || :
if [ "$(readlink "$T/decision")" = confirm ] && [ "$mode" != manual ]; then
    say "it was kept; nothing to do"
    exec 9<&-
    if [ "$mode" = auto ] && [ ! -e "$T/confirmed" ]; then
        CALLER=$$ exec sh "$T/confirm.sh" # which finishes its work
    fi
    exit 0
fi
leave() { # when everything is as it was
    # also when it was never wholly armed, and before another change set may arm its own; once more if it was killed
    if [ -e "$T/arm.sh" ]; then
        CALLER=$$ sh "$T/arm.sh" "$T" stop 9<&- || CALLER=$$ sh "$T/arm.sh" "$T" stop 9<&- || :
    fi
    step
    rm -f "$T/armed"
    step
    if [ "$(readlink "$base/active")" = "txn/$(basename "$T")" ]; then rm -f "$base/active"; fi
    step
}
if [ -e "$T/rolled-back" ]; then # what is there now may be somebody's later work
    say "it was undone already; nothing to do"
    leave
    exit 0
fi
say ROLLING_BACK
step
[ ! -e "$T/inexact" ] || say "passwords and private keys of this change set were deleted after 7 days; those stay as they are now"

# --- files -----------------------------------------------------------------------------------------------------------
restore() { # ITEM REAL STEM PRE: the very same file where it is still there, else its copy
    if [ -e "$3.pre" ] && [ "$(sha "$3.pre")" = "$4" ]; then
        mv -f -- "$3.pre" "$2" && say "restored $2 (same inode)"
    elif [ -e "$1/original" ] && [ "$(sha "$1/original")" = "$4" ] && ln -f -- "$1/original" "$3.pre" 2>/dev/null; then
        mv -f -- "$3.pre" "$2" && say "restored $2 (same inode)"
    elif [ -e "$1/pre" ] && [ "$(sha "$1/pre")" = "$4" ]; then
        if copy "$1/pre" "$3.tmp" && flush "$3.tmp" && mv -f -- "$3.tmp" "$2"; then
            say "restored $2 (copy)"
        else
            rm -f -- "$3.tmp"
            say "$2 could not be written"
            return 1
        fi
    else
        say "no intact copy of $2 is left"
        return 1
    fi
}
save_foreign() { # ITEM REAL STEM: their version is kept, on a full disk as a second name beside the file
    kept=$1/foreign.$(date +%s)
    if ln -- "$2" "$kept" 2>/dev/null || copy "$2" "$kept" 2>/dev/null; then
        say "the version of $2 by somebody else is kept as $kept"
        return 0
    fi
    rm -f -- "$kept"
    if ln -f -- "$2" "$3.foreign" 2>/dev/null || mv -f -- "$2" "$3.foreign"; then
        say "the version of $2 by somebody else is kept as $3.foreign"
        return 0
    fi
    say "$2 by somebody else could not be kept, so it was left alone"
    rc=1
    return 1
}
conflict() { # REAL
    [ "$force" != force ] || return 1
    say "CONFLICT: $1 was changed by somebody else; left alone (look at: diff $i/pre $1)"
    rc=3
}
# whether the file with the settings differs from the original in nothing but the settings of this change set
only_ours() { # ITEM REAL
    [ -s "$1/keys" ] && [ "$(others "$1/keys" "$1/pre")" = "$(others "$1/keys" "$2")" ]
}
others() { # KEYS FILE: the settings that are not among these, in any order
    awk 'NR == FNR { ours[$1] = 1; next } /^[ \t]*(#|$)/ { next } { key = tolower($1); sub(/=.*/, "", key); if (!(key in ours)) print }' \
        "$1" "$2" | sort
}
undo_file() { # ITEM
    i=$1
    r=$(cat "$i/real")
    s=$(cat "$i/stem")
    if [ ! -e "$i/touched" ]; then # never applied: the target is left alone
        rm -f -- "$s.new" "$s.pre" "$s.try"
        return 0
    fi
    cur=
    [ ! -e "$r" ] || cur=$(sha "$r")
    post=$(cat "$i/post.sha" 2>/dev/null || :)
    if [ -e "$i/absent" ]; then
        if [ -n "$cur" ]; then
            if [ "$cur" != "$post" ]; then
                ! conflict "$r" || return 0
                save_foreign "$i" "$r" "$s" || return 0
            fi
            rm -f -- "$r" || rc=1
            flush "$(dirname -- "$r")" 2>/dev/null || :
            say "removed $r, which was not there before"
        fi
        rm -f -- "$s.new"
        return 0
    fi
    pre=$(cat "$i/pre.sha" 2>/dev/null || :)
    [ -n "$pre" ] || return 0
    if [ -e "$i/expired" ]; then
        say "$r stays as it is: its old content was a private key and was deleted after 7 days"
        return 0
    fi
    if [ "$cur" != "$pre" ] || [ "$(inode "$r")" != "$(cat "$i/pre.ino")" ]; then
        if [ -n "$cur" ] && [ "$cur" != "$pre" ] && [ "$cur" != "$post" ]; then
            if [ "$(cat "$i/kind")" = auto ]; then
                if only_ours "$i" "$r"; then
                    : # a crash came between the statements and the note of what they made of it
                elif [ -s "$T/pg/psql" ] && [ "$mode" != boot ]; then
                    return 0 # somebody else set something meanwhile: only our own keys are put back, by SQL below
                else
                    ! conflict "$r" || return 0
                    save_foreign "$i" "$r" "$s" || return 0
                fi
            else
                ! conflict "$r" || return 0
                save_foreign "$i" "$r" "$s" || return 0
            fi
        fi
        restore "$i" "$r" "$s" "$pre" || { rc=1; return 0; }
        flush "$(dirname -- "$r")" 2>/dev/null || :
        [ "$(cat "$i/kind")" != auto ] || : >"$T/settings-restored"
    elif [ "$(cat "$i/kind")" = auto ]; then
        : >"$T/settings-restored"
    fi
}
undo_mode() { # ITEM
    i=$1
    [ -e "$i/touched" ] || return 0
    r=$(cat "$i/real")
    [ -e "$r" ] || return 0
    was=$(cat "$i/pre.meta")
    is=$(rights "$r")
    if [ "$is" != "$was" ]; then
        if [ -s "$i/post.meta" ] && [ "$is" != "$(cat "$i/post.meta")" ]; then
            ! conflict "$r" || return 0
            say "owner and mode of $r were $is, by somebody else"
        fi
        if [ "$(id -u)" = 0 ]; then chown "${was% *}" -- "$r" || rc=1; fi
        chmod "${was#* }" -- "$r" || rc=1
        say "gave $r its owner and mode back"
    fi
}
# in the reverse order of applying
for i in $(for d in "$T"/items/*; do basename "$d"; done | sort -r); do
    i=$T/items/$i
    [ -e "$i/kind" ] || continue
    case $(cat "$i/kind") in
        mode) [ ! -e "$i/pre.meta" ] || undo_mode "$i" ;;
        run)
            if [ -e "$i/touched" ] && [ "$mode" != boot ]; then
                # what was begun only when it was kept, and never done, has nothing that could be undone
                sh "$i/undo" <"$i/undo.in" >>"$T/rollback.log" 2>&1 9<&- || { [ -e "$i/late" ] && [ ! -e "$i/done" ]; } || {
                    say "a command of $(basename "$i") could not be undone"
                    rc=1
                }
            fi
            ;;
        *) [ ! -e "$i/stem" ] || undo_file "$i" ;;
    esac
    [ ! -e "$i/made" ] || rmdir -- "$(cat "$i/made")" 2>/dev/null || : # stays when somebody put something into it
    step
done
if [ "$mode" = boot ]; then
    flush "$T"
    exit $rc # the services start with the old files; the rest follows by "auto"
fi

# --- the server ------------------------------------------------------------------------------------------------------
if [ -e "$T/touched" ] && [ ! -e "$T/rolled-back" ]; then
    sh "$T/activate.sh" "$T" back 9<&- || { say "PostgreSQL could not be told"; rc=1; }
fi
step

# --- SQL -------------------------------------------------------------------------------------------------------------
undo_sql() { # FILE DATABASE
    owner=$(cat "$T/pg/owner")
    as() { if [ "$(id -u)" = 0 ] && [ "$owner" != root ]; then runuser -u "$owner" -- "$@"; else "$@"; fi; }
    (
        cd / || exit 1
        PGDATABASE=$2
        PGOPTIONS='-c session_preload_libraries= -c default_transaction_read_only=off -c statement_timeout=0 -c lock_timeout=10s'
        PGOPTIONS="$PGOPTIONS -c search_path=pg_catalog"
        PGAPPNAME=pgrampart
        export PGDATABASE PGOPTIONS PGAPPNAME
        as "$(cat "$T/pg/psql")" -Xqw -v ON_ERROR_STOP=1 -h "$(cat "$T/pg/socket")" -p "$(cat "$T/pg/port")" \
            -U "$(cat "$T/pg/user")" -f - <"$1" >>"$T/rollback.log" 2>&1
    )
}
if [ -e "$T/sql/touched" ] && [ ! -e "$T/sql/undone" ]; then
    todo=$(for d in "$T"/sql/[0-9]*; do [ ! -d "$d" ] || basename "$d"; done | sort -r)
    settings=
    if [ -e "$T/sql/settings.sql" ] && [ ! -e "$T/settings-restored" ]; then settings=yes; fi
    if [ -z "$todo$settings" ]; then
        : >"$T/sql/undone"
    elif [ ! -s "$T/pg/psql" ]; then
        say "the SQL part has to be undone by the program that made it, or by hand: $T/sql"
        [ $rc != 0 ] || rc=4
    else
        ok=yes
        for d in $todo; do
            [ ! -e "$T/sql/$d/undone" ] || continue
            tries=0
            until undo_sql "$T/sql/$d/undo.sql" "$(cat "$T/sql/$d/database")"; do
                tries=$((tries + 1))
                if [ $tries -ge 5 ]; then
                    say "statements for database $(cat "$T/sql/$d/database") could not be undone"
                    ok=
                    rc=1
                    break
                fi
                sleep 1
            done
            [ -z "$ok" ] || : >"$T/sql/$d/undone"
            step
        done
        if [ -n "$settings" ]; then
            if undo_sql "$T/sql/settings.sql" postgres; then
                sh "$T/activate.sh" "$T" back 9<&- || rc=1
            else
                say "settings could not be put back"
                ok=
                rc=1
            fi
        fi
        if [ -n "$ok" ]; then
            : >"$T/sql/undone"
            say SQL_UNDONE
        fi
    fi
fi
step

# --- done ------------------------------------------------------------------------------------------------------------
if [ $rc = 0 ]; then
    for i in "$T"/items/*; do
        [ -e "$i/stem" ] || continue
        s=$(cat "$i/stem")
        rm -f -- "$s.new" "$s.pre" "$s.tmp" "$s.try" "$i/original"
    done
    step
    : >"$T/rolled-back" || { say "ROLLBACK_INCOMPLETE status=1"; exit 1; }
    say ROLLED_BACK
    leave
else
    say "ROLLBACK_INCOMPLETE status=$rc"
fi
exit $rc
