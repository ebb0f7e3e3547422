# Starts a second PostgreSQL, in a scratch folder and reachable by nobody, with the files and settings that a change
# set would bring, and removes it again. T (the change set's folder) and MODE (candidate, or live for the files as they
# are) are set in front of this script.
#
# Each line it prints: passed, refused or unchecked; what it is about; what was seen; with tabs between.
set -u
umask 077
trap '' HUP PIPE INT TERM
LC_ALL=C
export LC_ALL
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export PATH
unset PGDATA PGPORT PGHOST PGUSER PGDATABASE PGOPTIONS PGPASSFILE PGSERVICE
tell() { printf '%s\t%s\t%s\n' "$1" "$2" "$(printf %s "$3" | tr '\n\t' '; ' | cut -c1-600)"; }

[ "$MODE" = live ] || [ "$(cat "$T/effect")" != none ] || exit 0
data=$(cat "$T/pg/data")
[ -n "$data" ] || exit 0
owner=$(cat "$T/pg/owner" 2>/dev/null)
bin=$(dirname "$(cat "$T/pg/program" 2>/dev/null || echo /none/none)")
conf=$(cat "$T/pg/conf")
if [ ! -x "$bin/postgres" ] || [ ! -x "$bin/initdb" ]; then
    tell unchecked start "the server's own postgres and initdb were not found, so nothing could be tried beforehand"
    exit 0
fi
if [ "$(id -u)" = 0 ] && [ "$owner" = root ]; then
    tell unchecked start "the database files belong to root, and PostgreSQL does not run as root"
    exit 0
fi
as() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u "$owner" -- "$@"); else "$@"; fi; }

# what an earlier run could not remove, because it was killed
marks=$(dirname "$(dirname "$T")")/shadows
mkdir -p "$marks"
remove() { # FOLDER: stops what runs there and removes it, if it is one of ours
    case $1 in */pgrampart-shadow.*) ;; *) return 0 ;; esac
    pid=$(sed -n 1p "$1/data/postmaster.pid" 2>/dev/null)
    if [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; then
        as kill -QUIT "$pid" 2>/dev/null
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
    fi
    as rm -rf -- "$1"
}
for mark in "$marks"/*; do
    [ -e "$mark" ] || continue
    [ -n "$(find "$mark" -prune -mmin +5)" ] || continue # another one may be at work
    remove "$(cat "$mark")"
    rm -f "$mark"
done
S=
for place in "${TMPDIR:-/tmp}" /var/tmp "$(dirname "$data")"; do
    S=$(as mktemp -d "$place/pgrampart-shadow.XXXXXX" 2>/dev/null) && break
done
if [ -z "$S" ]; then
    tell unchecked start "no folder for a trial could be made"
    exit 0
fi
mark=$marks/$(basename "$S")
printf %s "$S" >"$mark"
trap 'remove "$S"; rm -f "$mark"' EXIT
give() { as sh -c 'cat >"$1"' sh "$1"; }
quoted() { printf %s "$1" | sed "s/'/''/g"; }
candidate() { # PATH: where its coming content lies
    now=$(readlink -f -- "$1" 2>/dev/null || printf %s "$1")
    if [ "$MODE" = candidate ]; then
        for i in "$T"/items/*; do
            [ "$(cat "$i/kind" 2>/dev/null)" = file ] && [ "$(cat "$i/real" 2>/dev/null)" = "$now" ] || continue
            s=$(cat "$i/stem").new
            [ ! -e "$s" ] || now=$s
        done
    fi
    printf %s "$now"
}

if ! as "$bin/initdb" -D "$S/data" -A trust -N --no-instructions -E UTF8 --locale=C -U "$owner" >"$T/shadow.err" 2>&1 </dev/null; then
    tell unchecked start "a scratch server could not be made: $(tail -n 2 "$T/shadow.err")"
    exit 0
fi

# the settings: the main file or what is to replace it, other files of the change set, then what ALTER SYSTEM writes
{
    printf "include '%s'\n" "$(quoted "$(candidate "$conf")")"
    if [ "$MODE" = candidate ]; then
        for i in "$T"/items/*; do
            [ "$(cat "$i/kind" 2>/dev/null)" = file ] && [ -e "$i/stem" ] || continue
            r=$(cat "$i/real")
            case $r in
                "$(readlink -f -- "$conf")" | "$data/postgresql.auto.conf") ;;
                "$(dirname "$conf")"/*.conf | "$data"/*.conf)
                    [ "$r" = "$(readlink -f -- "$(cat "$T/pg/hba")")" ] || [ "$r" = "$(readlink -f -- "$(cat "$T/pg/ident")")" ] \
                        || printf "include '%s'\n" "$(quoted "$(cat "$i/stem").new")"
                    ;;
            esac
        done
    fi
} | give "$S/shadow.conf"
auto() {
    if [ -e "$data/postgresql.auto.conf" ]; then
        if [ "$MODE" = candidate ] && [ -s "$T/shadow/reset" ]; then
            grep -v -i -E -f "$T/shadow/reset" "$data/postgresql.auto.conf"
        else
            cat "$data/postgresql.auto.conf"
        fi
    fi
    [ "$MODE" != candidate ] || cat "$T/shadow/settings" 2>/dev/null
}
auto | give "$S/data/postgresql.auto.conf"
as sh -c 'rm -f "$1/postgresql.conf"' sh "$S/data"

read_setting() { # NAME: as the coming files give it
    as "$bin/postgres" -D "$S/data" -c config_file="$S/shadow.conf" -c data_directory="$S/data" -C "$1" 2>"$T/shadow.err" </dev/null
}
words() { # the last lines of a log that tell a reason
    sed -n -e "s|$S/||g" -e 's/^.*\(LOG\|FATAL\|ERROR\|HINT\|CONTEXT\): */\1: /p' "$1" \
        | grep -v -E 'LOG: (starting|listening|database system|checkpoint|redo|received|shutting|background|aborting|ending log)' \
        | tail -n 4
}
if ! read_setting max_connections >/dev/null; then
    tell refused settings "$(words "$T/shadow.err")"
    exit 0
fi
# each named setting has to come out as it was asked for: a later line or file may win
if [ "$MODE" = candidate ] && [ -s "$T/shadow/names" ]; then
    give "$S/wanted.conf" <"$T/shadow/settings"
    while read -r name; do
        wanted=$(as "$bin/postgres" -D "$S" -c config_file="$S/wanted.conf" -C "$name" 2>"$T/shadow.err" </dev/null) || {
            tell refused "$name" "$(words "$T/shadow.err")"
            exit 0
        }
        coming=$(read_setting "$name")
        if [ "$coming" = "$wanted" ]; then
            tell passed "$name" "will be as wanted"
        else
            tell refused "$name" "something else in the configuration overrides it"
        fi
    done <"$T/shadow/names"
fi

# files named relative to the data folder lie there still, and some are about to be replaced
set --
for name in ssl_cert_file ssl_key_file ssl_ca_file ssl_crl_file ssl_crl_dir ssl_dh_params_file; do
    value=$(read_setting "$name") || continue
    [ -n "$value" ] || continue
    case $value in /*) path=$value ;; *) path=$data/$value ;; esac
    new=$(candidate "$path")
    if [ "$MODE" = candidate ]; then # owner and mode as they will be
        for i in "$T"/items/*; do
            [ "$(cat "$i/kind" 2>/dev/null)" = mode ] && [ "$(cat "$i/real")" = "$(readlink -f -- "$path")" ] || continue
            cp -p -- "$new" "$S/$name" || continue
            [ ! -s "$i/owner" ] || chown "$(cat "$i/owner")" -- "$S/$name"
            [ ! -s "$i/mode" ] || chmod "$(cat "$i/mode")" -- "$S/$name"
            new=$S/$name
        done
    fi
    [ "$new" = "$value" ] || set -- "$@" -c "$name=$new"
done
version=$("$bin/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
[ "$version" -lt 17 ] || set -- "$@" -c summarize_wal=off
set -- -D "$S/data" -c config_file="$S/shadow.conf" -c data_directory="$S/data" \
    -c hba_file="$(candidate "$(cat "$T/pg/hba")")" -c ident_file="$(candidate "$(cat "$T/pg/ident")")" \
    -c listen_addresses= -c unix_socket_directories="$S" -c unix_socket_permissions=0700 -c unix_socket_group= \
    -c port=54321 -c external_pid_file= -c logging_collector=off -c log_destination=stderr -c log_line_prefix= \
    -c log_statement=none -c lc_messages=C -c archive_mode=off -c restore_command= -c primary_conninfo= \
    -c max_wal_senders=0 -c wal_level=minimal -c huge_pages=off -c fsync=off -c synchronous_standby_names= "$@"

# memory is promised, not given, when a server starts: so its size is compared as well
have=$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo 2>/dev/null)
need=$(as "$bin/postgres" "$@" -C shared_memory_size 2>/dev/null </dev/null)
case $need in
    '' | *[!0-9]*) ;;
    *)
        if [ -n "$have" ] && [ "$need" -gt $((have / 1024)) ]; then
            tell refused memory "it would need $need MB of shared memory and this machine has $((have / 1024)) MB"
            exit 0
        fi
        # where no memory is promised that is not there, a second server may not fit beside the first
        [ "$(cat /proc/sys/vm/overcommit_memory 2>/dev/null)" != 2 ] || set -- "$@" -c shared_buffers=16MB
        ;;
esac

as timeout -k 5 60 "$bin/postgres" "$@" >"$T/shadow.log" 2>&1 </dev/null 9>&- &
starter=$!
ready=
for _ in $(seq 1 300); do
    [ "$(sed -n 8p "$S/data/postmaster.pid" 2>/dev/null | tr -d ' ')" != ready ] || { ready=yes; break; }
    kill -0 "$starter" 2>/dev/null || break
    sleep 0.1
done
if [ -z "$ready" ]; then
    tell refused start "PostgreSQL would not start: $(words "$T/shadow.log")"
    exit 0
fi
tell passed start "a second server started with these files"
# the loader goes on without a certificate that it cannot use when it is told by reload, and tells only the log
broken=$(grep -E 'not reloaded|could not load' "$T/shadow.log" | head -n 2)
[ -z "$broken" ] || tell refused start "$broken"
if [ -x "$bin/psql" ] || [ -s "$T/pg/psql" ]; then
    # a limit for everybody may be too short for a start that has just been made
    PGOPTIONS='-c statement_timeout=0'
    export PGOPTIONS
    psql=$bin/psql
    [ -x "$psql" ] || psql=$(cat "$T/pg/psql")
    if as "$psql" -XAtqw -h "$S" -p 54321 -U "$owner" -d postgres -c 'SELECT 1' >"$T/shadow.err" 2>&1 </dev/null; then
        tell passed login "a login over its socket works"
    elif grep -q -E 'no password supplied|password authentication|authentication failed|pg_hba.conf' "$T/shadow.err"; then
        tell passed login "its socket answers, and its rules want more than a name"
    else
        tell refused login "$(tail -n 2 "$T/shadow.err")"
    fi
fi
as "$bin/pg_ctl" stop -D "$S/data" -m fast -w -s -t 20 >/dev/null 2>&1 </dev/null
wait "$starter" 2>/dev/null

# one session without rules: what its libraries do, and how the rules read
single() {
    q=$1
    shift
    printf '%s\n' "$q" | as "$bin/postgres" --single "$@" -c statement_timeout=0 postgres 2>"$T/shadow.err" | sed -n 's/^.*[[:space:]]1: v = "\(.*\)"[[:space:]](typeid.*/\1/p'
}
rules=$(single "SELECT count(*)::text AS v FROM pg_catalog.pg_hba_file_rules" "$@")
if [ -z "$rules" ]; then
    tell refused session "no session could begin: $(words "$T/shadow.err")"
    exit 0
fi
tell passed session "a session begins"
if [ "$rules" = 0 ]; then
    tell refused pg_hba.conf "it holds no rule, and PostgreSQL refuses such a file"
fi
errors=$(single "SELECT 'line ' || coalesce(line_number::text, '?') || ': ' || error AS v FROM pg_catalog.pg_hba_file_rules WHERE error IS NOT NULL AND error !~ 'SSL is disabled' LIMIT 3" "$@")
[ -z "$errors" ] || tell refused pg_hba.conf "$errors"
if [ "$version" -ge 15 ]; then
    idents=$(single "SELECT 'line ' || coalesce(line_number::text, '?') || ': ' || error AS v FROM pg_catalog.pg_ident_file_mappings WHERE error IS NOT NULL LIMIT 3" "$@")
    [ -z "$idents" ] || tell refused pg_ident.conf "$idents"
fi
[ -n "$errors" ] || tell passed pg_hba.conf "$rules rules without an error"
exit 0
