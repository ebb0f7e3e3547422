#!/bin/sh
# activate.sh FOLDER forward|back: makes PostgreSQL act on its files: reload or restart it, and start it if it is down.
set -u
LC_ALL=C
export LC_ALL
T=$1
way=$2
effect=$(cat "$T/effect")
# statements alone need no reload, but to take them back the server has to run
[ "$effect" != none ] || [ "$way" = back ] || exit 0
[ -s "$T/pg/data" ] || exit 0
data=$(cat "$T/pg/data")
owner=$(cat "$T/pg/owner")
as() { if [ "$(id -u)" = 0 ] && [ "$owner" != root ]; then (cd / && runuser -u "$owner" -- "$@"); else "$@"; fi; }
up() {
    pid=$(sed -n 1p "$data/postmaster.pid" 2>/dev/null)
    [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null || return 1
    # the file of a server that was killed may name a process that is something else by now
    at=$(readlink "/proc/$pid/cwd" 2>/dev/null) || return 0
    [ -z "$at" ] || [ "$at" = "$(readlink -f "$data")" ]
}
control() {
    if [ "$(id -u)" = 0 ] && [ -s "$T/pg/unit" ] && [ -d /run/systemd/system ]; then
        systemctl "$1" "$(cat "$T/pg/unit")" </dev/null >/dev/null 2>&1
    else
        options=
        conf=$(cat "$T/pg/conf" 2>/dev/null)
        [ -z "$conf" ] || [ "$conf" = "$data/postgresql.conf" ] || options="-c config_file=$conf"
        as "$(dirname "$(cat "$T/pg/program")")/pg_ctl" "$1" -D "$data" -w -s -m fast -t 60 -l "$(cat "$T/pg/log")" \
            ${options:+-o "$options"} </dev/null >/dev/null 2>&1
    fi
    # the unit of Debian says nothing about success
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        up && [ "$(sed -n 8p "$data/postmaster.pid" 2>/dev/null | tr -d ' ')" = ready ] && return 0
        sleep 0.5
    done
    return 1
}
if ! up; then
    [ -s "$T/pg/started" ] || exit 0 # it did not run when we came
    [ "$way" = back ] || exit 1
    control start
    exit $?
fi
if [ "$way" = forward ]; then
    if [ "$effect" = restart ]; then
        : >"$T/restarting"
        control restart || { echo "PostgreSQL did not start again." >&2; exit 1; }
    else
        kill -HUP "$pid"
    fi
elif [ "$effect" = restart ] && [ "$(sed -n 3p "$data/postmaster.pid")" != "$(cat "$T/pg/started")" ]; then
    control restart || { echo "PostgreSQL did not start again." >&2; exit 1; }
    sed -n 3p "$data/postmaster.pid" >"$T/pg/started"
elif [ "$effect" != none ]; then
    kill -HUP "$pid"
fi
exit 0
