# Opens a change set: BASE and ID are set in front of this script, with retain.sh; a tar archive with its files is the
# input. 20 = another change set is open, 21 = the folder is not ours, 24 = one that was left half done is undone now.
set -eu
umask 077
LC_ALL=C
export LC_ALL
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export PATH

[ -d "$BASE" ] || mkdir -p -- "$BASE"
if [ -L "$BASE" ] || [ ! -O "$BASE" ]; then
    echo "The folder $BASE belongs to somebody else." >&2
    exit 21
fi
chmod 0700 "$BASE"
mkdir -p "$BASE/txn"

# what an earlier run left half done is finished first
quiet() { [ -n "$(find "$1" "$1/journal" -prune -mmin -5 2>/dev/null)" ] && return 1 || return 0; }
if [ -L "$BASE/active" ]; then
    other=$BASE/$(readlink "$BASE/active")
    name=$(basename "$other")
    decision=$(readlink "$other/decision" 2>/dev/null || :)
    undo=
    if [ ! -d "$other" ]; then
        rm -f "$BASE/active"
    elif [ "$decision" = confirm ] && [ ! -e "$other/rolled-back" ]; then
        sh "$other/confirm.sh" >/dev/null 2>&1 || :
    elif [ "$decision" = rollback ]; then
        undo=yes
    elif [ -e "$other/armed" ]; then
        sh "$other/arm.sh" "$other" check >/dev/null 2>&1 || undo=yes # its timer is gone, and with it who would undo it
    elif quiet "$other"; then
        undo=yes
    fi
    if [ -n "$undo" ]; then
        was=$([ ! -e "$other/touched" ] || echo touched)
        if ! sh "$other/rollback.sh" auto >/dev/null 2>&1; then
            echo "The change set $name was left half done and could not be undone: $(tail -n 1 "$other/journal" | cut -d' ' -f6- | sed 's/ prev=.*//')." >&2
            exit 24
        fi
        if [ -n "$was" ]; then
            echo "The change set $name was left half done and is undone now. Make the plan again." >&2
            exit 24
        fi
    fi
fi
retain
T=$BASE/txn/$ID
mkdir "$T"
if ! ln -sn "txn/$ID" "$BASE/active" 2>/dev/null; then
    rmdir "$T"
    other=$BASE/$(readlink "$BASE/active")
    echo "The change set $(basename "$other") of $(cat "$other/who" 2>/dev/null || echo somebody) is still open." >&2
    exit 20
fi
if ! tar -xf - -C "$T"; then
    rm -rf -- "$T" "$BASE/active"
    echo "The files of the change set could not be written to $BASE." >&2
    exit 22
fi
cp "$T/boot-recover.sh" "$BASE/boot-recover.sh"
if ! sh "$T/prepare.sh" "$T"; then
    sh "$T/rollback.sh" auto >/dev/null 2>&1 || :
    exit 23
fi
cat "$T/pg/psql" 2>/dev/null || printf none
echo
cat "$T/warnings" 2>/dev/null || :
