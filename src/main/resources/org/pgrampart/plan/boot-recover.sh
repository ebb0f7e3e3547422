#!/bin/sh
# boot-recover.sh boot|auto: takes back every change set that was applied and never kept, and finishes what is decided.
base=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 70
rc=0
for t in "$base"/txn/*; do
    [ -d "$t" ] || continue
    if [ "$(readlink "$t/decision" 2>/dev/null)" = confirm ]; then
        if [ "${1:-auto}" = auto ] && [ ! -e "$t/confirmed" ] && [ ! -e "$t/rolled-back" ]; then
            sh "$t/confirm.sh" || rc=1
        fi
    elif [ -e "$t/armed" ]; then
        sh "$t/rollback.sh" "${1:-auto}" || rc=1
    fi
done
exit $rc
