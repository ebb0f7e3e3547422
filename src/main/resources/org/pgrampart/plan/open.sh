# Opens a change set: BASE and ID are set in front of this script, a tar archive with its files is the input.
# 20 = another change set is open, 21 = the folder is not ours.
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
if [ -L "$BASE/active" ]; then
    other=$BASE/$(readlink "$BASE/active")
    decision=$(readlink "$other/decision" 2>/dev/null || :)
    if [ ! -d "$other" ]; then
        rm -f "$BASE/active"
    elif [ "$decision" = confirm ]; then
        sh "$other/confirm.sh" >/dev/null 2>&1 || :
    elif [ "$decision" = rollback ]; then
        sh "$other/rollback.sh" auto >/dev/null 2>&1 || :
    elif [ ! -e "$other/armed" ] && [ ! -e "$other/touched" ] && [ -n "$(find "$other" -prune -mmin +15 2>/dev/null)" ]; then
        sh "$other/rollback.sh" auto >/dev/null 2>&1 || :
    fi
fi
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
    exit 22
fi
cp "$T/boot-recover.sh" "$BASE/boot-recover.sh"
if ! sh "$T/prepare.sh" "$T"; then
    sh "$T/rollback.sh" auto >/dev/null 2>&1 || :
    exit 23
fi
cat "$T/pg/psql" 2>/dev/null || echo none
