# Lets old change sets go; BASE is set in front. What was decided more than 90 days ago goes, except the newest 50.
# After 7 days the old passwords and private keys go; undoing then gives back everything but them, and says so.
retain() {
    number=0
    # their names begin with the time and hold nothing but letters, digits and a dash
    for name in $(find "$BASE/txn" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*Z-*' 2>/dev/null | sed 's|.*/||' | sort -r); do
        number=$((number + 1))
        t=$BASE/txn/$name
        [ "$(readlink "$BASE/active" 2>/dev/null)" != "txn/$name" ] || continue
        if [ -e "$t/rolled-back" ]; then decided=$t/rolled-back; elif [ -e "$t/confirmed" ]; then decided=$t/confirmed; else continue; fi
        if [ $number -gt 50 ] && [ -n "$(find "$decided" -mtime +89 2>/dev/null)" ]; then
            rm -rf -- "$t"
        elif [ -n "$(find "$decided" -mtime +6 2>/dev/null)" ] && [ ! -e "$t/secrets-gone" ]; then
            (forget "$t") || :
        fi
    done
}
forget() { # FOLDER
    T=$1
    actor=retain
    # shellcheck source=common.sh
    . "$T/common.sh"
    gone=
    for g in "$T"/sql/[0-9]*; do
        [ -e "$g/without-secrets.sql" ] || continue
        mv -f -- "$g/without-secrets.sql" "$g/undo.sql"
        gone=yes
    done
    for i in "$T"/items/*; do
        grep -qs 'PRIVATE KEY' "$i/pre" "$i/cand" "$i/original" || continue
        : >"$i/expired"
        rm -f -- "$i/pre" "$i/cand" "$i/original" "$i"/foreign.*
        gone=yes
    done
    : >"$T/secrets-gone"
    [ -n "$gone" ] || return 0
    : >"$T/inexact"
    note SECRETS_DELETED
}
