#!/bin/sh
# arm.sh FOLDER SECONDS|check|stop: the timer on this machine that undoes the change set unless it is kept.
# Says which kind it is; 7 = none could be armed and read back.
set -u
umask 077
LC_ALL=C
export LC_ALL
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export PATH
T=$1
want=$2
base=$(dirname "$(dirname "$T")")
id=$(basename "$T")
wants=/etc/systemd/system/sysinit.target.wants
later=/etc/systemd/system/multi-user.target.wants

systemd_usable() { [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ] && command -v systemd-run >/dev/null; }
timer_of() { printf 'pgrampart-%s-%s' "$id" "$1"; }
alive() { # KIND NAME
    case $1 in
        systemd)
            systemctl is-active --quiet "$2.timer" || systemctl is-active --quiet "$2.service" || return 1
            ;;
        at) atq 2>/dev/null | grep -q "^$2[[:space:]]" ;;
        shell) kill -0 "$2" 2>/dev/null ;;
        *) return 1 ;;
    esac
}
stop() { # KIND NAME
    case $1 in
        systemd) systemctl stop "$2.timer" 2>/dev/null || : ;;
        at) atrm "$2" 2>/dev/null || : ;;
        shell)
            [ "$2" != "${CALLER:-}" ] || return 0 # it is the timer itself that undoes
            # only the waiting shell itself: its argument names this change set
            if tr '\0' ' ' 2>/dev/null <"/proc/$2/cmdline" | grep -q "$id" || [ ! -d /proc/self ]; then
                pkill_children=$(ps -o pid= --ppid "$2" 2>/dev/null || :)
                kill -9 "$2" 2>/dev/null || :
                for child in $pkill_children; do kill -9 "$child" 2>/dev/null || :; done
            fi
            ;;
    esac
}
guard_boot() {
    if systemd_usable; then
        cat >/etc/systemd/system/pgrampart-boot-files.service <<UNIT
[Unit]
Description=Undo PostgreSQL changes that nobody confirmed: files
DefaultDependencies=no
RequiresMountsFor=$base /etc /var/lib
After=local-fs.target
Before=basic.target network-pre.target nftables.service ufw.service firewalld.service ssh.service sshd.service shutdown.target
Conflicts=shutdown.target

[Service]
Type=oneshot
ExecStart=/bin/sh $base/boot-recover.sh boot
UNIT
        cat >/etc/systemd/system/pgrampart-boot-rest.service <<UNIT
[Unit]
Description=Undo PostgreSQL changes that nobody confirmed: everything else
After=postgresql.service multi-user.target

[Service]
Type=oneshot
ExecStart=/bin/sh $base/boot-recover.sh auto
UNIT
        mkdir -p "$wants" "$later"
        ln -sfn ../pgrampart-boot-files.service "$wants/pgrampart-boot-files.service"
        ln -sfn ../pgrampart-boot-rest.service "$later/pgrampart-boot-rest.service"
        sync
        [ -e "$wants/pgrampart-boot-files.service" ] && [ -e "$later/pgrampart-boot-rest.service" ]
    elif command -v crontab >/dev/null && { pgrep -x cron || pgrep -x crond; } >/dev/null 2>&1; then
        { crontab -l 2>/dev/null | grep -v '# pgrampart$'; echo "@reboot /bin/sh '$base/boot-recover.sh' auto # pgrampart"; } | crontab - \
            && crontab -l 2>/dev/null | grep -q '# pgrampart$'
    else
        return 1
    fi
}
unguard_boot() {
    for other in "$base"/txn/*/armed; do
        [ ! -e "$other" ] || [ "$other" = "$T/armed" ] || return 0
    done
    if systemd_usable; then
        rm -f "$wants/pgrampart-boot-files.service" "$later/pgrampart-boot-rest.service" \
            /etc/systemd/system/pgrampart-boot-files.service /etc/systemd/system/pgrampart-boot-rest.service
    elif command -v crontab >/dev/null && crontab -l 2>/dev/null | grep -q '# pgrampart$'; then
        rest=$(crontab -l 2>/dev/null | grep -v '# pgrampart$')
        if [ -n "$rest" ]; then printf '%s\n' "$rest" | crontab -; else crontab -r; fi
    fi
}

kind=$(cat "$T/timer/kind" 2>/dev/null || :)
name=$(cat "$T/timer/name" 2>/dev/null || :)
case $want in
    check)
        [ -n "$name" ] && alive "$kind" "$name" || exit 7
        echo "$kind $(($(cat "$T/timer/end") - $(date +%s)))"
        exit 0
        ;;
    stop)
        [ -z "$name" ] || stop "$kind" "$name"
        unguard_boot
        exit 0
        ;;
esac

seconds=$want
number=$(($(cat "$T/timer/number" 2>/dev/null || echo 0) + 1))
mkdir -p "$T/timer"
boot=
guard_boot && boot=boot
new=
if systemd_usable; then
    unit=$(timer_of "$number")
    systemd-run --quiet --unit="$unit" --on-active="${seconds}s" --timer-property=AccuracySec=1s \
        --timer-property=RemainAfterElapse=no --property=Type=exec --property=Restart=on-failure \
        --property=RestartSec=15 --property=StartLimitIntervalSec=0 \
        /bin/sh "$T/rollback.sh" auto >/dev/null 2>&1 || :
    next=$(systemctl show -p NextElapseUSecMonotonic --value "$unit.timer" 2>/dev/null)
    if systemctl is-active --quiet "$unit.timer" && [ -n "$next" ] && [ "$next" != infinity ] && [ "$next" != 0 ]; then
        new="systemd $unit"
    fi
fi
if [ -z "$new" ] && command -v at >/dev/null && pgrep -x atd >/dev/null 2>&1; then
    job=$(printf "exec /bin/sh '%s/rollback.sh' auto\n" "$T" | at now + $((seconds / 60 + 1)) minutes 2>&1 | sed -n 's/^job \([0-9]*\) .*/\1/p')
    if [ -n "$job" ] && alive at "$job"; then new="at $job"; fi
fi
if [ -z "$new" ] && command -v setsid >/dev/null; then
    rm -f "$T/timer/pid"
    # shellcheck disable=SC2016
    setsid sh -c 'trap "" HUP INT TERM PIPE; echo $$ >"$1/timer/pid"; sleep "$2"; exec sh "$1/rollback.sh" auto' \
        pgrampart-timer "$T" "$seconds" </dev/null >/dev/null 2>&1 9>&- &
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        [ ! -s "$T/timer/pid" ] || break
        sleep 0.1
    done
    job=$(cat "$T/timer/pid" 2>/dev/null || :)
    if [ -n "$job" ] && alive shell "$job"; then new="shell $job"; fi
fi
[ -n "$new" ] || exit 7
# the new one is armed and read back; only now the old one goes
old_kind=$kind
old_name=$name
printf %s "${new%% *}" >"$T/timer/kind"
printf %s "${new#* }" >"$T/timer/name"
printf %s "$number" >"$T/timer/number"
printf %s "$(($(date +%s) + seconds))" >"$T/timer/end"
: >"$T/armed"
sync
[ -z "$old_name" ] || stop "$old_kind" "$old_name"
echo "${new%% *} ${boot:-none}"
