# Lists the change sets in BASE, which is set in front with retain.sh: one line each, fields parted by a tab, newest last.
set -u
LC_ALL=C
export LC_ALL
retain
active=$(readlink "$BASE/active" 2>/dev/null || :)
for t in "$BASE"/txn/*; do
    [ -d "$t" ] || continue
    id=$(basename "$t")
    decision=$(readlink "$t/decision" 2>/dev/null || :)
    state=open
    left=
    note=
    [ ! -e "$t/inexact" ] || note='(passwords and keys are no longer kept, so undoing gives back all but them) '
    if [ -e "$t/rolled-back" ]; then
        # killed on its last steps: all is as it was, but the next change set could not begin
        if [ "$active" = "txn/$id" ]; then
            state=incomplete
        elif [ -e "$t/touched" ]; then
            state=undone
        else
            state=abandoned
        fi
    elif [ "$decision" = rollback ]; then
        state=incomplete
    elif [ "$decision" = confirm ]; then
        if grep -q ROLLING_BACK "$t/journal" 2>/dev/null; then state=incomplete; else state=kept; fi
        [ -e "$t/confirmed" ] || [ $state = incomplete ] || state=keeping
    elif [ -e "$t/armed" ]; then
        if timer=$(sh "$t/arm.sh" "$t" check 2>/dev/null); then
            state=waiting
            left=${timer#* }
        else
            state=overdue
        fi
    elif [ -e "$t/touched" ]; then
        state=overdue
    elif [ "$active" != "txn/$id" ]; then
        state=abandoned
    fi
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$id" "$state" "$left" "$(head -n 1 "$t/when" 2>/dev/null)" \
        "$(head -n 1 "$t/who" 2>/dev/null)" "$note$(head -n 1 "$t/summary" 2>/dev/null)"
done
