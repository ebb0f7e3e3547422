#!/bin/sh
# confirm.sh: keeps the change set, if the timer has not decided otherwise (9), if it was applied as a whole (10), and
# if nobody else has written to its files since (12). Run again it finishes its work.
set -u
umask 077
trap '' HUP PIPE INT TERM
LC_ALL=C
export LC_ALL
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export PATH
T=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 70
base=$(dirname "$(dirname "$T")")
actor=confirm
rc=0
# shellcheck source=common.sh
. "$T/common.sh"

if [ ! -L "$T/decision" ]; then
    [ -e "$T/applied" ] || { echo "It was not applied as a whole, so there is nothing to keep." >&2; exit 10; }
    for i in "$T"/items/*; do
        if [ ! -e "$i/stem" ] || [ -e "$i/late" ]; then continue; fi
        r=$(cat "$i/real")
        case $(cat "$i/kind") in
            file) [ -e "$r" ] && [ "$(sha "$r")" = "$(cat "$i/post.sha")" ] && continue ;;
            delete) [ -e "$r" ] || continue ;;
            *) continue ;;
        esac
        note "CONFLICT item=$(basename "$i")"
        echo "$r was changed by somebody else after it was applied." >&2
        exit 12
    done
fi
note CONFIRMING
ln -s confirm "$T/decision" 2>/dev/null || :
if [ "$(readlink "$T/decision")" != confirm ]; then
    echo "It was undone before it could be kept." >&2
    exit 9
fi
flush "$T"
step
exec 9<"$T/lock"
if command -v flock >/dev/null; then flock -w 60 9 || { echo "Another run holds this change set." >&2; exit 75; }; fi
# an undo by hand that came after the decision outranks it
[ ! -e "$T/rolled-back" ] || { echo "It was undone by hand meanwhile." >&2; exit 9; }
# once more if it was killed: neither timer nor guard may outlive the decision
[ ! -e "$T/armed" ] || sh "$T/arm.sh" "$T" stop 9<&- || sh "$T/arm.sh" "$T" stop 9<&- || :
rm -f "$T/armed"
step
# what had to wait for the decision, so that a restart would have taken everything back by itself
for i in "$T"/items/*; do
    [ -d "$i" ] || continue
    if [ -e "$i/late" ] && [ ! -e "$i/done" ]; then
        good=yes
        : >"$i/touched"
        flush "$i/touched" "$i"
        note "TOUCHING item=$(basename "$i")"
        step
        case $(cat "$i/kind") in
            file)
                s=$(cat "$i/stem")
                r=$(cat "$i/real")
                [ ! -e "$s.new" ] || mv -f -- "$s.new" "$r" || good=
                flush "$(dirname -- "$r")"
                ;;
            run) sh "$i/do" <"$i/do.in" >>"$T/apply.log" 2>&1 9<&- || good= ;;
        esac
        step
        if [ -n "$good" ]; then
            : >"$i/done"
            note "TOUCHED item=$(basename "$i")"
        else
            rc=1
        fi
        step
    fi
    [ -e "$i/stem" ] || continue
    s=$(cat "$i/stem")
    # the original file itself stays with the change set, so that even a late undo gives back the very same one
    if [ -e "$s.pre" ]; then
        [ -e "$i/original" ] || ln -- "$s.pre" "$i/original" 2>/dev/null || :
        rm -f -- "$s.pre"
    fi
    step
    [ $rc != 0 ] || rm -f -- "$s.new"
    step
done
if [ $rc = 0 ]; then
    [ -e "$T/confirmed" ] || note CONFIRMED
    : >"$T/confirmed"
    step
    if [ "$(readlink "$base/active")" = "txn/$(basename "$T")" ]; then rm -f "$base/active"; fi
fi
flush "$T"
step
exit $rc
