#!/bin/sh
# prepare.sh FOLDER: keeps what is there and stages what shall be, next to each target. Nothing visible changes.
# 4 = a target is none that can be taken back, 5 = it changes just now, 6 = there is no room or no right to write,
# 9 = it is not as the plan was made for, 12 = a base backup is running.
set -eu
umask 077
LC_ALL=C
export LC_ALL
T=$1
id=$(basename "$T")
base=$(dirname "$(dirname "$T")")
actor=prepare
# shellcheck source=common.sh
. "$T/common.sh"

refuse() { # STATUS SENTENCE
    note "REFUSED status=$1" || :
    echo "$2" >&2
    exit "$1"
}
warn() {
    note WARNING
    printf '%s\n' "$1" >>"$T/warnings"
}
kilobytes() { df -Pk -- "$1" 2>/dev/null | awk 'NR == 2 && $4 ~ /^[0-9]+$/ { print $4 }'; }
no_inodes() { df -Pi -- "$1" 2>/dev/null | awk 'NR == 2 && $2 ~ /^[0-9]+$/ && $2 > 0 && $4 < 64 { print "none" }' | grep -q none; }
room() { # FOLDER KILOBYTES
    free=$(kilobytes "$1")
    if [ -n "$free" ] && [ "$free" -lt "$2" ]; then
        refuse 6 "There is too little room in $1: $free KiB are free and $2 KiB are needed to take everything back safely. Make room and try again."
    fi
    if no_inodes "$1"; then
        refuse 6 "The file system of $1 has no room for more files. Remove some and try again."
    fi
}
mounted() { # whether something is mounted over exactly this file
    [ -r /proc/self/mountinfo ] || return 1
    coded=$(printf %s "$1" | sed 's/\\/\\134/g; s/ /\\040/g; s/	/\\011/g')
    cut -d' ' -f5 /proc/self/mountinfo | grep -Fqx -- "$coded"
}
fixed() { # whether chattr +i or +a holds it
    command -v lsattr >/dev/null || return 1
    case $(lsattr -d -- "$1" 2>/dev/null | cut -d' ' -f1) in *[ia]*) return 0 ;; *) return 1 ;; esac
}
owned_elsewhere() { # PATH REAL: files that another program makes are not edited behind its back
    case $2 in
        /nix/store/* | /gnu/store/*) refuse 4 "$1 leads into the system's package store ($2). Change the configuration it is built from." ;;
        */..data/* | */..[0-9]*/*) refuse 4 "$1 is a mounted configuration of a container ($2). Change it where the container gets it from." ;;
    esac
    if mounted "$2"; then
        refuse 4 "$2 is mounted as a single file and cannot be replaced. Change it outside of this container."
    fi
}
only_name() { # REAL: another name of the same file would keep the old content
    others=$(($(links "$1") - 1))
    [ "$others" -gt 0 ] || return 0
    ours=$(find "$base/txn" -samefile "$1" 2>/dev/null | wc -l)
    if [ "$others" -gt "$ours" ]; then
        refuse 4 "$1 has $((others - ours)) further name(s) on the disk (hard links), which the change would not reach. Make it a file of its own."
    fi
}
keep_name() { # REAL STEM: a second name for the same inode, so that taking it back needs no room and keeps everything
    ! ln -- "$1" "$2.pre" 2>/dev/null || return 0
    # where even a new file gets no second name, the file system has none; then the copy has to do
    if ln -- "$2.new" "$2.try" 2>/dev/null; then
        rm -f -- "$2.try"
        [ "$(id -u)" != 0 ] || refuse 4 "$1 cannot be given a second name; look with lsattr whether it is protected."
    fi
    note NO_HARD_LINKS
}

: >"$T/lock"
# held by whatever this starts as well: should this be killed, taking it back waits for that to end
exec 9<"$T/lock"
if command -v flock >/dev/null; then flock -w 60 9 || refuse 75 "Another run holds this change set."; fi
ln -s rollback "$T/rollback-ready" # where no file can be made any more, the decision can still be linked
note OPENED
# the database server, as the rollback will need it when nobody can ask any more
if [ -s "$T/pg/data" ]; then
    data=$(cat "$T/pg/data")
    within=$(readlink -f -- "$data" || :)
    { stat -c %U -- "$data" 2>/dev/null || stat -f %Su -- "$data"; } >"$T/pg/owner"
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
    ask() { # PROGRAM USER STATEMENT
        # a limit that somebody has set for everybody does not hold us up
        (cd / && PGOPTIONS='-c statement_timeout=0' && export PGOPTIONS && as "$1" -XAtqw -h "$(cat "$T/pg/socket")" -p "$(cat "$T/pg/port")" -U "$2" -d postgres -c "$3" </dev/null 2>/dev/null)
    }
    # a psql that gets in by the socket as superuser, without a password, is the way to undo SQL without us
    rm -f "$T/pg/psql"
    if [ -s "$T/pg/socket" ]; then
        for program in "$(dirname "$(cat "$T/pg/program")")/psql" "$(command -v psql || :)"; do
            for user in "$owner" "$(cat "$T/pg/role")"; do
                if [ ! -x "$program" ] || [ -z "$user" ] || [ -e "$T/pg/psql" ]; then continue; fi
                super=$(ask "$program" "$user" 'SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user') || continue
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
    if [ "$kind" = auto ] && [ -L "$p" ]; then
        refuse 4 "$p is a symbolic link, which ALTER SYSTEM would replace by a file. Make it a plain file, or set it in a file of conf.d."
    fi
    r=$(readlink -f -- "$p") || refuse 4 "The folder of $p is not there."
    d=$(dirname -- "$r")
    b=$(basename -- "$r")
    [ -d "$d" ] || refuse 4 "The folder $d is not there."
    stem=$d/.pgrampart-$id-$b
    printf %s "$r" >"$i/real" # the target of a symbolic link is edited, never the link
    owned_elsewhere "$p" "$r"
    if fixed "$r" || { [ "$kind" != mode ] && fixed "$d"; }; then
        refuse 4 "$r is protected against every change (chattr). Take the attribute away first: chattr -i -a."
    fi
    if [ "$kind" = mode ]; then
        [ -e "$r" ] || refuse 4 "There is no $r."
        rights "$r" >"$i/pre.meta"
        step
        continue
    fi
    if [ -e "$r" ]; then
        [ -f "$r" ] || refuse 4 "$r is not a regular file."
    elif [ "$kind" = auto ] || [ "$kind" = delete ]; then
        printf %s skip >"$i/kind"
        continue
    fi
    case $d/ in
        "${within:-/nowhere}"/*)
            if [ -s "$T/pg/psql" ] && [ "$(ask "$(cat "$T/pg/psql")" "$(cat "$T/pg/user")" \
                'SELECT count(*) > 0 FROM pg_catalog.pg_stat_progress_basebackup')" = t ]; then
                refuse 12 "A base backup is running and would take half of this change with it. Try again when it has ended."
            fi
            ;;
    esac
    # a copy, the new file, the copy of the copy and as much again
    size=$(cat "$r" "$i/cand" 2>/dev/null | wc -c)
    room "$d" $((4 * size / 1024 + 16384))
    room "$T" $((4 * size / 1024 + 16384))
    for old in "$d"/.pgrampart-*; do
        [ -e "$old" ] || continue
        of=$(basename -- "$old" | cut -d- -f2,3)
        [ -d "$base/txn/$of" ] || warn "$old is left from another life of this server, such as a backup that was taken during a change; remove it when you like."
    done
    step
    if [ -e "$stem.new" ] || [ -L "$stem.new" ]; then refuse 6 "There is a file $stem.new already."; fi
    printf %s "$stem" >"$i/stem" # first, so that what is killed right after making a file is still cleared away
    # made by us and by nobody else: neither an old file nor a link that waits there
    (set -C && : >"$stem.new") 2>"$i/why" || refuse 6 "Nothing can be written in $d: $(sed -n '1s/.*: *//p' "$i/why")."
    step
    if [ -e "$r" ]; then
        sha "$r" >"$i/pre.sha"
        if [ -e "$i/expect" ] && [ "$(cat "$i/expect")" != "$(cat "$i/pre.sha")" ]; then
            refuse 9 "$r has changed since the plan was made. Make the plan again."
        fi
        only_name "$r"
        if [ "$kind" = file ] && head -n 20 -- "$r" | grep -Eqi '(managed|generated|deployed|written) by (ansible|puppet|chef|salt|cfengine|patroni|pgautofailover)'; then
            warn "$r says that another program writes it; that program will take this change away unless it is told."
        fi
        rights "$r" >"$i/pre.meta"
        inode "$r" >"$i/pre.ino"
        copy "$r" "$i/pre"
        [ "$(sha "$i/pre")" = "$(cat "$i/pre.sha")" ] || refuse 5 "$r changed while it was copied. Try again."
        step
        keep_name "$r" "$stem"
        step
        if [ "$kind" = file ]; then
            copy "$r" "$stem.new" # owner, mode, ACL and label of the original
            cat "$i/cand" >"$stem.new" # and the new bytes
        else
            rm -f -- "$stem.new"
        fi
    else
        if [ -e "$i/expect" ]; then
            refuse 9 "$r is no longer there. Make the plan again."
        fi
        : >"$i/absent"
        cat "$i/cand" >"$stem.new"
        if [ "$(id -u)" = 0 ]; then
            if [ -s "$i/owner" ]; then chown "$(cat "$i/owner")" "$stem.new"; else chown "$(rights "$d" | cut -d' ' -f1)" "$stem.new"; fi
        fi
        if [ -s "$i/mode" ]; then chmod "$(cat "$i/mode")" "$stem.new"; else chmod 0600 "$stem.new"; fi
    fi
    if [ "$kind" = file ]; then
        sha "$stem.new" >"$i/post.sha"
        [ "$(cat "$i/post.sha")" = "$(sha "$i/cand")" ] || refuse 6 "$stem.new was not written as a whole."
        flush "$stem.new" "$i"
    fi
    step
done
flush "$T"
note PREPARED
step
