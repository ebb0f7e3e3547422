#!/bin/sh
# prepare.sh FOLDER: keeps what is there and stages what shall be, next to each target. Nothing visible changes.
set -eu
umask 077
LC_ALL=C
export LC_ALL
T=$1
id=$(basename "$T")
actor=prepare
if command -v sha256sum >/dev/null; then sum=sha256sum; else sum='shasum -a 256'; fi

sha() { $sum <"$1" | cut -d' ' -f1; }
flush() { sync -- "$@" 2>/dev/null || sync; }
inode() { ls -di -- "$1" | { read -r n _ && echo "$n"; }; }
meta() { stat -c '%U:%G %a' -- "$1" 2>/dev/null || stat -f '%Su:%Sg %Lp' -- "$1"; }
# for the crash tests: ends hard at a numbered step
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

note OPENED
# the database server, as the rollback will need it when nobody can ask any more
if [ -s "$T/pg/data" ]; then
    data=$(cat "$T/pg/data")
    meta "$data" | cut -d: -f1 >"$T/pg/owner"
    owner=$(cat "$T/pg/owner")
    if [ -r "$data/postmaster.pid" ]; then
        pid=$(sed -n 1p "$data/postmaster.pid")
        sed -n 3p "$data/postmaster.pid" >"$T/pg/started"
        sed -n 4p "$data/postmaster.pid" >"$T/pg/port"
        sed -n 5p "$data/postmaster.pid" >"$T/pg/socket"
        sed -n '1{s/ ".*//;p;}' "$data/postmaster.opts" >"$T/pg/program"
        sed -n 's|.*/\(postgresql[^/]*\.service\)$|\1|p' "/proc/$pid/cgroup" 2>/dev/null | head -n 1 >"$T/pg/unit" || :
        out=$(readlink "/proc/$pid/fd/2" 2>/dev/null || :)
        if [ -f "$out" ]; then printf %s "$out" >"$T/pg/log"; else printf %s "$T/postgresql.log" >"$T/pg/log"; fi
    fi
    as() { if [ "$(id -u)" = 0 ] && [ "$owner" != root ]; then runuser -u "$owner" -- "$@"; else "$@"; fi; }
    # a psql that gets in by the socket as superuser, without a password, is the way to undo SQL without us
    rm -f "$T/pg/psql"
    if [ -s "$T/pg/socket" ]; then
        for program in "$(dirname "$(cat "$T/pg/program")")/psql" "$(command -v psql || :)"; do
            for user in "$owner" "$(cat "$T/pg/role")"; do
                [ -x "$program" ] && [ -n "$user" ] && [ ! -e "$T/pg/psql" ] || continue
                super=$(cd / && as "$program" -XAtqw -h "$(cat "$T/pg/socket")" -p "$(cat "$T/pg/port")" -U "$user" -d postgres \
                    -c 'SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user' </dev/null 2>/dev/null) || continue
                if [ "$super" = t ]; then
                    printf %s "$user" >"$T/pg/user"
                    printf %s "$program" >"$T/pg/psql"
                fi
            done
        done
    fi
fi

for i in "$T"/items/*; do
    [ -d "$i" ] || continue
    kind=$(cat "$i/kind")
    [ "$kind" != run ] || continue
    p=$(cat "$i/path")
    above=$(dirname -- "$p")
    if [ "$kind" = file ] && [ ! -e "$above" ] && [ -d "$(dirname -- "$above")" ]; then
        printf %s "$above" >"$i/made" # a new file may want one new folder, which goes again with it
        flush "$i/made"
        (umask 022 && mkdir -- "$above")
    fi
    r=$(readlink -f -- "$p") || { echo "The folder of $p is not there." >&2; exit 4; }
    d=$(dirname -- "$r")
    b=$(basename -- "$r")
    [ -d "$d" ] || { echo "The folder $d is not there." >&2; exit 4; }
    stem=$d/.pgrampart-$id-$b
    printf %s "$r" >"$i/real" # the target of a symbolic link is edited, never the link
    if [ "$kind" = mode ]; then
        [ -e "$r" ] || { echo "There is no $r." >&2; exit 4; }
        meta "$r" >"$i/pre.meta"
        step
        continue
    fi
    printf %s "$stem" >"$i/stem"
    if [ -e "$r" ]; then
        [ -f "$r" ] || { echo "$r is not a regular file." >&2; exit 4; }
        sha "$r" >"$i/pre.sha"
        if [ -e "$i/expect" ] && [ "$(cat "$i/expect")" != "$(cat "$i/pre.sha")" ]; then
            echo "$r has changed since the plan was made. Make the plan again." >&2
            exit 9
        fi
        meta "$r" >"$i/pre.meta"
        inode "$r" >"$i/pre.ino"
        cp -p -- "$r" "$i/pre"
        [ "$(sha "$i/pre")" = "$(cat "$i/pre.sha")" ] || { echo "$r changed while it was copied. Try again." >&2; exit 5; }
        step
        ln -f -- "$r" "$stem.pre" 2>/dev/null || : # same inode: taking it back needs no space and keeps everything
        step
        if [ "$kind" = file ]; then
            cp -p -- "$r" "$stem.new" # owner, mode, ACL and label of the original
            cat "$i/cand" >"$stem.new" # and the new bytes
        fi
    else
        if [ "$kind" = auto ] || [ "$kind" = delete ]; then
            printf %s skip >"$i/kind"
            continue
        fi
        if [ -e "$i/expect" ]; then
            echo "$r is no longer there. Make the plan again." >&2
            exit 9
        fi
        : >"$i/absent"
        cp -- "$i/cand" "$stem.new"
        if [ -s "$i/mode" ]; then chmod "$(cat "$i/mode")" "$stem.new"; else chmod 0600 "$stem.new"; fi
        if [ "$(id -u)" = 0 ] && [ -s "$i/owner" ]; then chown "$(cat "$i/owner")" "$stem.new"; fi
    fi
    if [ "$kind" = file ]; then
        sha "$stem.new" >"$i/post.sha"
        [ "$(cat "$i/post.sha")" = "$(sha "$i/cand")" ] || { echo "$stem.new was not written as a whole." >&2; exit 6; }
        flush "$stem.new" "$i"
    fi
    step
done
flush "$T"
note PREPARED
step
