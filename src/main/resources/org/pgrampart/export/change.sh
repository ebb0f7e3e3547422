set -u
umask 077
LC_ALL=C
export LC_ALL
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export PATH
WINDOW=${WINDOW:-180}
if [ "$(id -u)" = 0 ]; then base=/var/lib/pgrampart/scripts; else base=$HOME/.pgrampart/scripts; fi
K=$base/$ID
if command -v sha256sum >/dev/null; then sum=sha256sum; else sum='shasum -a 256'; fi

say() { printf '%s\n' "$*"; }
refuse() {
    printf '%s\n' "$*" >&2
    exit 2
}
sha() { if [ -e "$1" ]; then $sum <"$1" | cut -d' ' -f1; else echo absent; fi; }
flush() { sync -- "$@" 2>/dev/null || sync; }
meta() { stat -c '%U:%G %a' -- "$1" 2>/dev/null || stat -f '%Su:%Sg %Lp' -- "$1"; }

# --- PostgreSQL ------------------------------------------------------------------------------------------------------
owner=
if [ -n "$PGDATA" ] && [ -d "$PGDATA" ]; then owner=$(meta "$PGDATA" | cut -d: -f1); fi
as() { if [ "$(id -u)" = 0 ] && [ -n "$owner" ] && [ "$owner" != root ]; then runuser -u "$owner" -- "$@"; else "$@"; fi; }
sql() { # DATABASE: runs the statements that come in. On the server by its socket, else as PGHOST, PGUSER … of psql say
    (
        cd / || exit 1
        psql=psql
        if [ -n "$owner" ] && [ -r "$PGDATA/postmaster.pid" ]; then
            PGPORT=$(sed -n 4p "$PGDATA/postmaster.pid")
            PGHOST=$(sed -n 5p "$PGDATA/postmaster.pid")
            beside=$(sed -n '1{s/ ".*//;p;}' "$PGDATA/postmaster.opts" 2>/dev/null)
            beside=$(dirname "${beside:-/}")/psql
            [ ! -x "$beside" ] || psql=$beside
            export PGPORT PGHOST
        fi
        PGOPTIONS='-c session_preload_libraries= -c default_transaction_read_only=off -c statement_timeout=60s'
        PGOPTIONS="$PGOPTIONS -c lock_timeout=5s -c search_path=pg_catalog -c client_min_messages=warning"
        PGAPPNAME=pgrampart
        export PGOPTIONS PGAPPNAME
        as "$psql" -XqAtw -v ON_ERROR_STOP=1 -d "$1" -f -
    )
}
ask() { # WHAT: one line, typed unseen or from the input
    if [ -t 0 ]; then
        trap 'stty echo; exit 130' INT
        printf '%s (not shown): ' "$1" >&2
        stty -echo
        IFS= read -r answer
        stty echo
        trap - INT
        printf '\n' >&2
    else
        IFS= read -r answer || answer=
    fi
    [ -n "$answer" ] || refuse "$1: nothing was given, so nothing was changed."
    printf '%s\n' "$answer"
}
hide() { # writes one line as the value of a psql variable; it never becomes an argument of a program
    sed -e 's/\\/\\\\/g' -e "s/'/''/g" -e "s/^/\\\\set $1 '/" -e "s/\$/'/"
}
mistakes() {
    sql postgres <<'SQL'
SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user \gset
\if :super
SELECT 'line ' || line_number || ' of pg_hba.conf: ' || error FROM pg_hba_file_rules WHERE error IS NOT NULL;
SELECT 'setting ' || coalesce(name, '') || ': ' || error FROM pg_file_settings
 WHERE error IS NOT NULL AND error <> 'setting could not be applied';
\endif
SQL
}
up() {
    pid=$(sed -n 1p "$PGDATA/postmaster.pid" 2>/dev/null)
    [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null
}
control() { # start|restart
    unit=$(cat "$K/unit" 2>/dev/null)
    if [ "$(id -u)" = 0 ] && [ -n "$unit" ]; then
        systemctl "$1" "$unit" </dev/null >/dev/null 2>&1
    else
        as "$(sed -n '1{s/ ".*//;p;}' "$PGDATA/postmaster.opts" | xargs dirname)/pg_ctl" "$1" -D "$PGDATA" -w -s \
            -m fast -t 60 -l "$K/postgresql.log" </dev/null >/dev/null 2>&1
    fi
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        up && [ "$(sed -n 8p "$PGDATA/postmaster.pid" 2>/dev/null | tr -d ' ')" = ready ] && return 0
        sleep 0.5
    done
    return 1
}
activate() { # forward|back
    [ "$EFFECT" != none ] || return 0
    if [ -z "$owner" ]; then
        echo 'SELECT pg_reload_conf();' | sql postgres >/dev/null || return 1
        [ "$EFFECT" != restart ] || say "PostgreSQL has to be restarted for some of it."
        return 0
    fi
    if ! up; then
        [ "$1" = back ] && control start
        return
    fi
    if [ "$EFFECT" = restart ] && { [ "$1" = forward ] || [ -e "$K/restarted" ]; }; then
        : >"$K/restarted"
        control restart
    else
        kill -HUP "$pid"
    fi
}

# --- one change each: VERB is check, apply or undo -------------------------------------------------------------------
mark() {
    : >"$K/$1.touched"
    flush "$K/$1.touched"
}
spliced() { # FILE: its bytes, with those named on the input in their place: OFFSET LENGTH BASE64
    at=0
    while read -r offset length text; do
        tail -c +$((at + 1)) "$1" | head -c $((offset - at))
        [ "$text" = - ] || printf %s "$text" | base64 -d
        at=$((offset + length))
    done
    tail -c +$((at + 1)) "$1"
}
file() { # VERB NUMBER PATH BEFORE AFTER OWNER MODE whole|parts
    r=$(readlink -f -- "$3") || r=$3
    now=$(sha "$r")
    new=$(dirname -- "$r")/.pgrampart-$ID-$2
    case $1 in
        check)
            cat >/dev/null
            [ "$now" = "$5" ] || [ "$now" = "$4" ] || [ "$4" = any ] || { [ "$8" = whole ] && [ "$force" = force ]; } ||
                refuse "$r has been changed since the plan was made. Make the plan again."
            ;;
        apply)
            [ "$now" != "$5" ] || return 0
            if [ "$now" = absent ]; then
                : >"$K/$2.absent"
                if [ "$5" != absent ]; then
                    mkdir -p -m 0755 -- "$(dirname -- "$r")" && spliced /dev/null >"$new" || return 1
                    chmod "${7:-0600}" "$new" || return 1
                    { [ -z "$6" ] || [ "$(id -u)" != 0 ] || chown "$6" "$new"; } || return 1
                fi
            else
                # the very file is kept where that is possible, so that it comes back with everything it has
                ln -f -- "$r" "$K/$2.before" 2>/dev/null || cp -p -- "$r" "$K/$2.before" || return 1
                [ "$(sha "$K/$2.before")" = "$now" ] || return 1
                if [ "$5" != absent ]; then
                    cp -p -- "$r" "$new" || return 1
                    if [ "$8" = whole ]; then spliced /dev/null >"$new"; else spliced "$K/$2.before" >"$new"; fi || return 1
                fi
            fi
            if [ "$5" = absent ]; then
                mark "$2" && rm -f -- "$r"
            else
                [ "$(sha "$new")" = "$5" ] || { rm -f -- "$new"; say "$r could not be written as planned"; return 1; }
                flush "$new" && mark "$2" && mv -f -- "$new" "$r"
            fi
            flush "$(dirname -- "$r")"
            ;;
        undo)
            rm -f -- "$new"
            [ -e "$K/$2.touched" ] || return 0
            was=absent
            [ -e "$K/$2.absent" ] || was=$(sha "$K/$2.before")
            [ "$now" != "$was" ] || return 0
            if [ "$now" != "$5" ]; then
                if [ "$force" != force ]; then
                    say "$r was changed by somebody else since; it is left alone. Run: undo force"
                    return 1
                fi
                [ "$now" = absent ] || cp -p -- "$r" "$base/$ID-$2.foreign" || return 1
                say "The version of $r by somebody else is kept as $base/$ID-$2.foreign"
            fi
            if [ "$was" = absent ]; then
                rm -f -- "$r"
            else
                { ln -- "$K/$2.before" "$new" 2>/dev/null || cp -p -- "$K/$2.before" "$new"; } && mv -f -- "$new" "$r"
            fi && say "$r is as it was"
            ;;
    esac
}
attributes() { # VERB NUMBER PATH OWNER MODE
    case $1 in
        check) [ -e "$3" ] || refuse "There is no $3. Make the plan again." ;;
        apply)
            meta "$3" >"$K/$2.before" && mark "$2" || return 1
            { [ -z "$4" ] || chown "$4" -- "$3"; } && { [ -z "$5" ] || chmod "$5" -- "$3"; }
            ;;
        undo)
            [ -e "$K/$2.touched" ] && [ -e "$3" ] || return 0
            was=$(cat "$K/$2.before")
            [ "$(meta "$3")" != "$was" ] || return 0
            { [ "$(id -u)" != 0 ] || chown "${was% *}" -- "$3"; } && chmod "${was#* }" -- "$3" &&
                say "$3 has its owner and mode back"
            ;;
    esac
}
run() { # VERB NUMBER: a command, or statements in one transaction
    case $1 in
        check) ! command -v "check_$2" >/dev/null || "check_$2" || refuse "Step $2 is refused; see above." ;;
        apply)
            if command -v "keep_$2" >/dev/null; then "keep_$2" >"$K/$2.before.sql" || return 1; fi
            mark "$2" || return 1
            "do_$2" || {
                rc=$?
                # what psql ends so was one transaction, and nothing of it was kept
                [ $rc != 3 ] || [ ! -e "$K/$2.sql" ] || rm -f "$K/$2.touched"
                return $rc
            }
            ;;
        undo)
            [ -e "$K/$2.touched" ] || return 0
            if [ -s "$K/$2.before.sql" ]; then
                quiet_sql postgres "$2" <"$K/$2.before.sql" || return 1
            fi
            "undo_$2" && say "step $2 is taken back"
            ;;
    esac
}
quiet_sql() { # DATABASE NUMBER: one transaction that leaves no verifier in the server's log
    [ ! -d "$K" ] || : >"$K/$2.sql"
    {
        cat <<'SQL'
BEGIN;
DO $$ BEGIN
  IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    PERFORM set_config(name, value, true) FROM (VALUES ('log_statement', 'none'), ('log_min_duration_statement', '-1'),
      ('log_min_error_statement', 'panic'), ('log_min_messages', 'panic')) AS s(name, value);
  END IF;
END $$;
SET LOCAL password_encryption = 'scram-sha-256';
SQL
        cat
        echo 'COMMIT;'
    } | sql "$1"
}
settings() { # VERB NUMBER: ALTER SYSTEM; its file comes back byte for byte unless somebody else has set something since
    auto=$PGDATA/postgresql.auto.conf
    case $1 in
        apply)
            if [ -n "$owner" ] && [ -e "$auto" ]; then
                ln -f -- "$auto" "$K/$2.before" 2>/dev/null || cp -p -- "$auto" "$K/$2.before" || return 1
            fi
            mark "$2" && "do_$2" || return 1
            [ ! -e "$K/$2.before" ] || sha "$auto" >"$K/$2.after"
            ;;
        undo)
            [ -e "$K/$2.touched" ] || return 0
            if [ -s "$K/$2.after" ] && [ "$(sha "$auto")" = "$(cat "$K/$2.after")" ]; then
                { ln -- "$K/$2.before" "$auto.$ID" 2>/dev/null || cp -p -- "$K/$2.before" "$auto.$ID"; } &&
                    mv -f -- "$auto.$ID" "$auto"
            else
                "undo_$2"
            fi && say "step $2 is taken back"
            ;;
    esac
}

# --- what is asked of this script ------------------------------------------------------------------------------------
timer=pgrampart-script-$ID
arm() {
    if [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ] && command -v systemd-run >/dev/null; then
        systemd-run --quiet --unit="$timer" --on-active="${WINDOW}s" --timer-property=AccuracySec=1s \
            /bin/sh "$K/change.sh" timer >/dev/null 2>&1 && systemctl is-active --quiet "$timer.timer" && return 0
    fi
    command -v setsid >/dev/null || return 1
    # shellcheck disable=SC2016
    setsid sh -c 'trap "" HUP INT TERM PIPE; echo $$ >"$1/timer"; sleep "$2"; exec sh "$1/change.sh" timer' \
        pgrampart "$K" "$WINDOW" </dev/null >/dev/null 2>&1 &
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        [ ! -s "$K/timer" ] || break
        sleep 0.1
    done
    kill -0 "$(cat "$K/timer")" 2>/dev/null
}
disarm() {
    systemctl stop "$timer.timer" 2>/dev/null || :
    [ ! -s "$K/timer" ] || kill -9 "$(cat "$K/timer")" 2>/dev/null || :
    rm -f "$K/timer"
}
check() {
    [ "$(id -u)" = 0 ] || [ "$NEEDS_ROOT" = no ] || refuse "This needs root: run it with sudo."
    changes check && late check
    case $(echo 'SELECT 1;' | sql postgres) in
        1) ;;
        *) [ "$NEEDS_SQL" = no ] || refuse "psql finds no way into the server; set PGHOST, PGPORT and PGUSER." ;;
    esac
}
undo() {
    rc=0
    back || rc=1
    activate back || rc=1
    [ $rc = 0 ] || {
        say "Not everything could be undone; run it again: sh $K/change.sh undo"
        return 1
    }
    [ "${1:-}" = timer ] || disarm
    rm -rf -- "$K"
    say "Everything is as it was."
}
apply() {
    if [ -e "$K/applied" ]; then
        say "It is applied already; nothing was done."
        return 0
    fi
    [ ! -d "$K" ] || refuse "An earlier run was left half done. Run first: sh $K/change.sh undo"
    check
    secrets
    mkdir -p -- "$base" && chmod 0700 "$base" && mkdir "$K" || refuse "$K could not be made."
    cp -- "$0" "$K/change.sh" || refuse "This script could not be kept in $K."
    sed -n 's|.*/\(postgresql[^/]*\.service\)$|\1|p' "/proc/$(sed -n 1p "$PGDATA/postmaster.pid" 2>/dev/null)/cgroup" \
        2>/dev/null | head -n 1 >"$K/unit"
    say "To undo it by hand: sh $K/change.sh undo"
    if [ "$HAZARD" = yes ]; then
        arm || {
            rm -rf -- "$K"
            refuse "No timer could be armed that would undo it, so nothing was done."
        }
        say "Unless you keep it, it is undone in $WINDOW seconds: sh $K/change.sh keep"
    fi
    failed=
    changes apply || failed="a change was refused"
    # before the server reads its files again
    if [ -z "$failed" ] && [ "$NEEDS_SQL" = yes ]; then
        wrong=$(mistakes) || failed="the server could not be asked whether its files are right"
        [ -z "$wrong" ] || failed=$wrong
    fi
    [ -n "$failed" ] || activate forward || failed="PostgreSQL could not be told"
    [ -n "$failed" ] || [ "$NEEDS_SQL" = no ] || [ "$(echo 'SELECT 1;' | sql postgres)" = 1 ] || failed="a new login fails"
    [ -n "$failed" ] || [ "$HAZARD" = yes ] || late apply || failed="it could not be made permanent"
    if [ -n "$failed" ]; then
        say "It failed and is undone: $failed"
        force=force
        undo
        return 1
    fi
    : >"$K/applied"
    say "Applied."
}
force=${2:-}
main() {
    case $1 in
        check)
            check
            say "It can be applied; nothing was changed."
            ;;
        apply | manual) apply ;;
        keep)
            [ -e "$K/applied" ] || refuse "There is nothing to keep."
            ln -s keep "$K/decision" 2>/dev/null || :
            [ "$(readlink "$K/decision")" = keep ] || refuse "It was undone before it could be kept."
            disarm
            [ "$HAZARD" = no ] || late apply || refuse "Not all of it could be made permanent; look at the message above."
            say "Kept."
            ;;
        timer)
            trap '' HUP INT TERM PIPE
            ln -s undo "$K/decision" 2>/dev/null || :
            [ "$(readlink "$K/decision")" = undo ] || exit 0
            force=force
            until undo timer; do sleep 15; done
            ;;
        undo)
            [ -d "$K" ] || refuse "It was not applied here."
            undo
            ;;
        *) sed -n '2,/^$/s/^# \{0,1\}//p' "$0" ;;
    esac
}
