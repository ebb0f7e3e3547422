# Looks at a change set from the host itself, after it has been applied, or before with MODE=before: T, MODE and
# DJANGO (the project's folder, or nothing) are set in front of this script; django-login.py is the input.
#
# Each line it prints: passed, refused, unchecked or noted; what it is about; what was seen; with tabs between.
set -u
umask 077
trap '' HUP PIPE INT TERM
LC_ALL=C
export LC_ALL
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export PATH
unset PGDATA PGPORT PGHOST PGUSER PGDATABASE PGOPTIONS PGPASSFILE PGSERVICE
if command -v sha256sum >/dev/null; then sum=sha256sum; else sum='shasum -a 256'; fi
tell() { printf '%s\t%s\t%s\n' "$1" "$2" "$(printf %s "$3" | tr '\n\t' '; ' | cut -c1-600)"; }
data=$(cat "$T/pg/data" 2>/dev/null)
owner=$(cat "$T/pg/owner" 2>/dev/null)
as() { if [ "$(id -u)" = 0 ] && [ -n "$owner" ] && [ "$owner" != root ]; then (cd / && runuser -u "$owner" -- "$@"); else "$@"; fi; }

# where the server says what it does
logs() {
    log=$(cat "$T/pg/log" 2>/dev/null)
    [ -z "$log" ] || [ ! -f "$log" ] || printf '%s\n' "$log"
    sed -n 's/^[a-z]* //p' "$data/current_logfiles" 2>/dev/null | while IFS= read -r log; do
        case $log in /*) printf '%s\n' "$log" ;; *) printf '%s/%s\n' "$data" "$log" ;; esac
    done
}
if [ "$MODE" = before ]; then
    logs | sort -u | while IFS= read -r log; do
        printf '%s %s\n' "$(wc -c <"$log" 2>/dev/null || echo 0)" "$log"
    done >"$T/logs"
else
    # the staged files are in place, and the server's own account reads of them what we wrote
    for i in "$T"/items/*; do
        [ -e "$i/touched" ] && [ -e "$i/post.sha" ] || continue
        r=$(cat "$i/real")
        case $(cat "$i/kind") in file | auto) ;; *) continue ;; esac
        wanted=$(cat "$i/post.sha")
        case $r in
            "$data"/* | "$(dirname "$(cat "$T/pg/conf" 2>/dev/null || echo /none/none)")"/*)
                seen=$(as sh -c 'cat -- "$1"' sh "$r" 2>/dev/null | $sum | cut -d' ' -f1) ;;
            *) seen=$($sum <"$r" 2>/dev/null | cut -d' ' -f1) ;;
        esac
        if [ "$seen" = "$wanted" ]; then
            tell passed "$r" "the server reads what was written"
        else
            tell refused "$r" "the server's own account does not read there what was written"
        fi
    done
    # what the log says is a hint: it may be in any language and about anybody
    if [ -s "$T/logs" ]; then
        while read -r size log; do
            tail -c +"$((size + 1))" "$log" 2>/dev/null | grep -a -i -E 'not reloaded|could not load|FATAL|PANIC|contains errors' | head -n 3
        done <"$T/logs" | while IFS= read -r line; do tell noted log "$line"; done
    fi
fi

# the way by which everything can be undone without us
if [ -s "$T/pg/psql" ]; then
    # as the undo itself gets in, whatever is set for everybody
    if super=$(PGOPTIONS='-c session_preload_libraries= -c statement_timeout=0' && export PGOPTIONS && as "$(cat "$T/pg/psql")" -XAtqw -h "$(cat "$T/pg/socket")" -p "$(cat "$T/pg/port")" -U "$(cat "$T/pg/user")" \
        -d postgres -c 'SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user' 2>"$T/prove.err" </dev/null) \
        && [ "$super" = t ]; then
        tell passed rescue "$(cat "$T/pg/user") gets in by the socket on the host"
    else
        tell refused rescue "$(tail -n 1 "$T/prove.err")"
    fi
fi

# what the port shows of itself, and the file it should come from
certificate=$CERTIFICATE
if [ "$MODE" != before ] && [ -n "$certificate" ] && command -v openssl >/dev/null; then
    port=$(sed -n 4p "$data/postmaster.pid" 2>/dev/null)
    host=$(sed -n 6p "$data/postmaster.pid" 2>/dev/null)
    case $host in '*' | 0.0.0.0) host=127.0.0.1 ;; ::) host='[::1]' ;; *:*) host="[$host]" ;; esac
    served=$(openssl s_client -connect "$host:$port" -starttls postgres </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256 2>/dev/null)
    installed=$(openssl x509 -in "$certificate" -noout -fingerprint -sha256 2>/dev/null)
    if [ -z "$host" ]; then
        : # it listens on sockets alone
    elif [ -z "$installed" ]; then
        tell unchecked certificate "$certificate could not be read"
    elif [ "$served" = "$installed" ]; then
        tell passed certificate "the port shows the certificate of $certificate"
    elif [ -z "$served" ]; then
        tell refused certificate "no TLS handshake succeeds"
    else
        tell refused certificate "the port shows another certificate than $certificate"
    fi
fi

# the application's own login
if [ -n "$DJANGO" ]; then
    python=$(command -v python3 || :)
    psql=$(cat "$T/pg/psql" 2>/dev/null || command -v psql || :)
    if [ -z "$python" ] || [ -z "$psql" ]; then
        tell unchecked application "there is no python3 or no psql on the host"
    else
        "$python" -I -S - "$DJANGO" "$psql" || tell unchecked application "its settings could not be read"
    fi
fi
exit 0
