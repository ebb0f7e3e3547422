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
ready() { up && [ "$(sed -n 8p "$data/postmaster.pid" 2>/dev/null | tr -d ' ')" = ready ] && [ "$pid" != "$old" ]; }
begun() { systemctl show -p ExecStart --value "$unit" 2>/dev/null; }
# whether the start that was asked for has ended without a server; systemd itself may wait for ever (TimeoutStartSec=0)
ended() {
    now=$(begun)
    [ "$now" != "$before" ] || return 1
    case $now in
        *code=exited*status=0*) return 1 ;;
        *code=exited* | *code=killed* | *code=dumped*) ! up ;;
        *) return 1 ;;
    esac
}
control() {
    old=$(sed -n 1p "$data/postmaster.pid" 2>/dev/null)
    up || old=
    unit=
    if [ "$(id -u)" = 0 ] && [ -s "$T/pg/unit" ] && [ -d /run/systemd/system ]; then
        unit=$(cat "$T/pg/unit")
        # a server that runs beside its unit is not stopped by it
        [ -z "$old" ] || systemctl is-active --quiet "$unit" || unit=
    fi
    if [ -n "$unit" ]; then
        before=$(begun)
        systemctl reset-failed "$unit" 2>/dev/null || :
        # also for a mere start: a start that hangs is not begun again by another one
        systemctl --no-block restart "$unit" </dev/null >/dev/null 2>&1
    else
        options=
        conf=$(cat "$T/pg/conf" 2>/dev/null)
        [ -z "$conf" ] || [ "$conf" = "$data/postgresql.conf" ] || options="-c config_file=$conf"
        as "$(dirname "$(cat "$T/pg/program")")/pg_ctl" "$1" -D "$data" -w -s -m fast -t 60 -l "$(cat "$T/pg/log")" \
            ${options:+-o "$options"} </dev/null >/dev/null 2>&1
    fi
    # what systemctl says means nothing: the unit of Debian calls every start a success
    tries=0
    until ready; do
        tries=$((tries + 1))
        if [ -n "$unit" ]; then limit=300; else limit=20; fi
        [ $tries -lt $limit ] || return 1
        if [ -n "$unit" ] && ended; then return 1; fi
        sleep 0.3
    done
    # systemd has to have seen it too before it is asked for anything else
    tries=0
    until [ -z "$unit" ] || systemctl is-active --quiet "$unit" || [ $tries -ge 30 ]; do
        tries=$((tries + 1))
        sleep 0.3
    done
    return 0
}
# whether systemd starts it or is about to, as while the machine starts: without root we would start one beside its unit,
# and the unit would wait for ever
expected() {
    [ "$(id -u)" != 0 ] && [ -s "$T/pg/unit" ] && [ -d /run/systemd/system ] || return 1
    case $(systemctl show -p ActiveState --value "$(cat "$T/pg/unit")" 2>/dev/null) in activating | active | reloading) return 0 ;; esac
    case $(systemctl is-system-running 2>/dev/null) in initializing | starting) return 0 ;; esac
    return 1
}
if ! up; then
    [ -s "$T/pg/started" ] || exit 0 # it did not run when we came
    [ "$way" = back ] || exit 1
    tries=0
    while ! up && expected && [ $tries -lt 400 ]; do
        tries=$((tries + 1))
        sleep 0.3
    done
    if ! up; then
        control start
        exit $?
    fi
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
