# Starts a second sshd on loopback with the files that a change set would bring, so that a login can be tried before
# they are live. T, MODE (start or stop), LOGIN (who logs in) and FROM (from which address) are set in front.
#
# It prints verdicts as the other trials do, `effective KEYWORD VALUE` lines as sshd would judge this login, `groups …`,
# and at last `canary PORT`.
set -u
umask 077
trap '' HUP PIPE INT TERM
LC_ALL=C
export LC_ALL
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export PATH
tell() { printf '%s\t%s\t%s\n' "$1" "$2" "$(printf %s "$3" | tr '\n\t' '; ' | cut -c1-600)"; }
C=/run/pgrampart-canary-$(basename "$T")
if [ "$MODE" = stop ]; then
    pid=$(cat "$C/pid" 2>/dev/null)
    [ -z "$pid" ] || kill "$pid" 2>/dev/null
    rm -rf -- "$C"
    exit 0
fi
found=
for i in "$T"/items/*; do
    case $(cat "$i/real" 2>/dev/null) in /etc/ssh/*) found=yes ;; esac
done
[ -n "$found" ] || exit 0
sshd=$(command -v sshd) || { tell unchecked sshd "there is no sshd program"; exit 0; }
[ "$(id -u)" = 0 ] || { tell unchecked sshd "only root can start a second sshd"; exit 0; }

mkdir "$C" || { tell unchecked sshd "no folder for a trial could be made"; exit 0; }
mkdir "$C/sshd_config.d"
for f in /etc/ssh/sshd_config.d/*.conf; do
    [ ! -e "$f" ] || cp -- "$f" "$C/sshd_config.d/"
done
cp /etc/ssh/sshd_config "$C/main"
for i in "$T"/items/*; do
    r=$(cat "$i/real" 2>/dev/null) || continue
    case $r in
        /etc/ssh/sshd_config) to=$C/main ;;
        /etc/ssh/sshd_config.d/*.conf) to=$C/sshd_config.d/$(basename "$r") ;;
        *) continue ;;
    esac
    case $(cat "$i/kind") in
        file) cp -- "$(cat "$i/stem").new" "$to" ;;
        delete) rm -f -- "$to" ;;
    esac
done
for f in "$C/main" "$C"/sshd_config.d/*.conf; do
    [ -e "$f" ] || continue
    # the files themselves are judged first, with the port and the addresses that the second one cannot have
    sed -i "s|/etc/ssh/sshd_config\.d/|$C/sshd_config.d/|g" "$f"
done
if ! said=$("$sshd" -t -f "$C/main" 2>&1); then
    tell refused sshd "$said"
    rm -rf -- "$C"
    exit 0
fi
"$sshd" -T -f "$C/main" -C "user=$LOGIN,host=$FROM,addr=$FROM,laddr=127.0.0.1,lport=22" 2>/dev/null \
    | grep -i -E '^(allowusers|denyusers|allowgroups|denygroups|permitrootlogin|pubkeyauthentication|passwordauthentication|kbdinteractiveauthentication|authenticationmethods|port|listenaddress) ' \
    | sed 's/^/effective /'
printf 'groups %s\n' "$(id -Gn -- "$LOGIN" 2>/dev/null)"
# a rule about addresses sees loopback here, where it would see the client's there
if cat "$C/main" "$C"/sshd_config.d/*.conf 2>/dev/null | grep -q -i -E '^[[:space:]]*(match[[:space:]].*(address|localport)|(allow|deny)(users|groups)[[:space:]].*@)'; then
    echo 'by address'
fi
for f in "$C/main" "$C"/sshd_config.d/*.conf; do
    [ ! -e "$f" ] || sed -i -E 's/^[[:space:]]*(Port|ListenAddress|PidFile)[[:space:]=].*$/# &/I' "$f"
done
for port in $(od -An -N16 -tu2 /dev/urandom); do
    port=$((20000 + port % 40000))
    : >"$C/log"
    setsid sh -c 'echo $$ >"$1/pid"; exec timeout 60 "$2" -D -e -f "$1/main" -p "$3" -o ListenAddress=127.0.0.1 -o PidFile=none' \
        pgrampart-canary "$C" "$sshd" "$port" </dev/null >>"$C/log" 2>&1 9>&- &
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        if grep -q 'Server listening on' "$C/log"; then
            tell passed sshd "a second sshd started with these files"
            echo "canary $port"
            exit 0
        fi
        grep -q -i 'already in use\|cannot bind' "$C/log" && break
        sleep 0.1
    done
    pid=$(cat "$C/pid" 2>/dev/null)
    [ -z "$pid" ] || kill "$pid" 2>/dev/null
done
tell unchecked sshd "a second sshd did not start: $(tail -n 1 "$C/log")"
rm -rf -- "$C"
exit 0
