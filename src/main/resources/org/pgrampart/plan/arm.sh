#!/bin/sh
# arm.sh FOLDER SECONDS|check|stop: the timer on this machine that undoes the change set unless it is kept.
# Says which kind it is; 7 = none could be armed and read back.
# What the timers themselves run: arm.sh FOLDER fire|wait NUMBER, and "rehearsed KIND" on the first use of a machine.
set -u
umask 077
trap '' HUP PIPE INT TERM
LC_ALL=C
export LC_ALL
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export PATH
T=$1
want=$2
base=$(dirname "$(dirname "$T")")
id=$(basename "$T")
units=/etc/systemd/system
wants=$units/sysinit.target.wants
later=$units/multi-user.target.wants

boot_id() { cat /proc/sys/kernel/random/boot_id 2>/dev/null || echo 0; }
uptime_now() { cut -d. -f1 /proc/uptime 2>/dev/null || echo 0; }
# The seconds left of timer NUMBER, by the time since boot, which no step of the wall clock changes.
left_of() {
    end=0
    until=0
    boot=none
    read -r end until boot <"$T/timer/$1.end" 2>/dev/null || :
    if [ "$boot" = "$(boot_id)" ] && [ "$(uptime_now)" -gt 0 ]; then
        echo $((until - $(uptime_now)))
    else
        echo $((end - $(date +%s)))
    fi
}
quoted() { printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"; }

systemd_here() { [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ]; }
at_here() { command -v at >/dev/null && pgrep -x atd >/dev/null 2>&1; }
# logind may be told to end all that a login leaves behind, and a detached shell is part of the login
shell_here() {
    command -v setsid >/dev/null || return 1
    [ "$(id -u)" != 0 ] || [ -n "${SUDO_USER:-}" ] || return 0
    ends=$(busctl get-property org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager \
        KillUserProcesses 2>/dev/null) || return 0
    [ "$ends" != "b true" ]
}
timed() { # UNIT SECONDS WORDS...: by systemd, since boot, to the second; a run that fails is tried again
    unit=$1
    after=$2
    shift 2
    systemd-run --quiet --unit="$unit" --on-active="${after}s" --timer-property=AccuracySec=100ms \
        --timer-property=RemainAfterElapse=no --property=Type=exec --property=Restart=on-failure \
        --property=RestartSec=15 --property=StartLimitIntervalSec=0 /bin/sh "$T/arm.sh" "$T" "$@" >/dev/null 2>&1
}
at_time() { # MINUTES WORDS...: the number of the job
    minutes=$1
    shift
    (cd / && printf 'exec /bin/sh %s %s %s\n' "$(quoted "$T/arm.sh")" "$(quoted "$T")" "$*" | at now + "$minutes" minutes 2>&1) \
        | sed -n 's/^job \([0-9]*\) .*/\1/p'
}
detached() { # WORDS...
    setsid sh "$T/arm.sh" "$T" "$@" </dev/null >/dev/null 2>&1 9>&- &
}

alive() { # KIND NAME
    case $1 in
        systemd) systemctl is-active --quiet "$2.timer" || systemctl is-active --quiet "$2.service" ;;
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
                children=$(ps -o pid= --ppid "$2" 2>/dev/null || :)
                kill -9 "$2" 2>/dev/null || :
                for child in $children; do kill -9 "$child" 2>/dev/null || :; done
            fi
            ;;
    esac
}
end_rehearsal() { # also one that was killed, which systemd would begin again
    systemctl stop "pgrampart-rehearsal-$id.timer" "pgrampart-rehearsal-$id.service" 2>/dev/null || :
}
# Once for each machine and kind it is watched that such a timer really fires, as a fire alarm is tried out.
rehearse() { # KIND
    [ ! -e "$base/timer-$1-works" ] || return 0
    case $1 in
        systemd) timed "pgrampart-rehearsal-$id" 1 rehearsed systemd ;;
        at) at_time 0 rehearsed at >/dev/null ;;
        shell) detached rehearsed shell ;;
    esac
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 \
        31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50; do
        [ ! -e "$base/timer-$1-works" ] || return 0
        sleep 0.1
    done
    [ "$1" != systemd ] || end_rehearsal
    echo "A timer of the kind $1 did not fire when it was tried out." >&2
    return 1
}

guard_boot() {
    if systemd_here; then
        cat >$units/pgrampart-boot-files.service <<UNIT
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
        cat >$units/pgrampart-boot-rest.service <<UNIT
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
    if [ "$(id -u)" = 0 ]; then
        rm -f "$wants/pgrampart-boot-files.service" "$later/pgrampart-boot-rest.service" \
            $units/pgrampart-boot-files.service $units/pgrampart-boot-rest.service
    fi
    if command -v crontab >/dev/null && crontab -l 2>/dev/null | grep -q '# pgrampart$'; then
        rest=$(crontab -l 2>/dev/null | grep -v '# pgrampart$')
        if [ -n "$rest" ]; then printf '%s\n' "$rest" | crontab -; else crontab -r; fi
    fi
}

kind=$(cat "$T/timer/kind" 2>/dev/null || :)
name=$(cat "$T/timer/name" 2>/dev/null || :)
number=$(cat "$T/timer/number" 2>/dev/null || :)
case $want in
    check)
        [ -n "$name" ] && alive "$kind" "$name" || exit 7
        echo "$kind $(left_of "$number")"
        exit 0
        ;;
    stop)
        [ -z "$name" ] || stop "$kind" "$name"
        # and one that nobody could write down, because arming it was cut short
        for end in "$T"/timer/*.end; do
            other=$(basename "$end" .end)
            [ -e "$end" ] && [ "$other" != "$number" ] || continue
            ! systemd_here || stop systemd "pgrampart-$id-$other"
            [ ! -s "$T/timer/$other.pid" ] || stop shell "$(cat "$T/timer/$other.pid")"
        done
        [ -e "$base/timer-systemd-works" ] || ! systemd_here || end_rehearsal
        unguard_boot
        exit 0
        ;;
    rehearsed)
        date -u +%Y-%m-%dT%H:%M:%SZ >"$base/timer-$3-works"
        exit 0
        ;;
    wait)
        echo $$ >"$T/timer/$3.pid"
        while left=$(left_of "$3") && [ "$left" -gt 0 ] && [ ! -L "$T/decision" ]; do
            [ "$left" -lt 5 ] || left=5
            sleep "$left"
        done
        number=$(cat "$T/timer/number" 2>/dev/null || :)
        ;;
esac
case $want in
    wait | fire)
        # one that was armed later has taken its place, even if this one could not be stopped
        case $number in
            '' | *[!0-9]*) ;;
            *) [ "$number" -le "$3" ] || exit 0 ;;
        esac
        exec /bin/sh "$T/rollback.sh" auto
        ;;
esac

seconds=$want
new=$((${number:-0} + 1))
mkdir -p "$T/timer"
guard=none
guard_boot && guard=boot
# written before anything runs: a timer that cannot be read back may run all the same
printf '%s %s %s\n' $(($(date +%s) + seconds)) $(($(uptime_now) + seconds)) "$(boot_id)" >"$T/timer/$new.end"
armed=
if systemd_here && command -v systemd-run >/dev/null && rehearse systemd; then
    unit=pgrampart-$id-$new
    timed "$unit" "$seconds" fire "$new" || :
    next=$(systemctl show -p NextElapseUSecMonotonic --value "$unit.timer" 2>/dev/null)
    if alive systemd "$unit" && [ -n "$next" ] && [ "$next" != infinity ] && [ "$next" != 0 ]; then
        armed="systemd $unit"
    else
        stop systemd "$unit"
    fi
fi
if [ -z "$armed" ] && at_here && rehearse at; then
    # at knows only minutes: it wakes in the last one, and the rest is waited for
    job=$(at_time $((($(date +%s) % 60 + seconds) / 60)) wait "$new")
    if [ -n "$job" ] && alive at "$job"; then armed="at $job"; fi
fi
if [ -z "$armed" ] && shell_here && rehearse shell; then
    rm -f "$T/timer/$new.pid"
    detached wait "$new"
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ ! -s "$T/timer/$new.pid" ] || break
        sleep 0.1
    done
    job=$(cat "$T/timer/$new.pid" 2>/dev/null || :)
    if [ -n "$job" ] && alive shell "$job"; then armed="shell $job"; fi
fi
if [ -z "$armed" ]; then
    [ -e "$T/armed" ] || unguard_boot
    exit 7
fi
# the new one is armed and read back; only now the old one goes
printf %s "${armed%% *}" >"$T/timer/kind"
printf %s "${armed#* }" >"$T/timer/name"
printf %s "$new" >"$T/timer/number"
: >"$T/armed"
sync
[ -z "$name" ] || stop "$kind" "$name"
echo "${armed%% *} $guard"
