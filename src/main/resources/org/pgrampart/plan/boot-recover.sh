#!/bin/sh
# boot-recover.sh boot|auto: takes back every change set that was applied and never kept.
base=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 70
rc=0
for t in "$base"/txn/*; do
    [ -e "$t/armed" ] || continue
    [ "$(readlink "$t/decision" 2>/dev/null)" != confirm ] || continue
    sh "$t/rollback.sh" "${1:-auto}" || rc=1
done
exit $rc
