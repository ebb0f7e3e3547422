#!/bin/sh
# Made by PgRampart. Backs up PostgreSQL, reads back what it wrote, and only then gives it its name.
# It removes nothing but its own old backups, and on its first run not even those.
set -eu
umask 077
LC_ALL=C
PATH=/usr/local/bin:/usr/bin:/bin
PGHOST=@socket@
PGPORT=@port@
PGAPPNAME=pgrampart-backup
export LC_ALL PATH PGHOST PGPORT PGAPPNAME
folder=@folder@
kind=@kind@
keep=@keep@

cd "$folder"
major=$(($(PGDATABASE=postgres psql -XAtqw -c 'SHOW server_version_num') / 10000))
for bin in "/usr/lib/postgresql/$major/bin" "/usr/pgsql-$major/bin"; do
    [ ! -d "$bin" ] || PATH=$bin:$PATH
done
stamp=$(date -u +%Y%m%dT%H%M%SZ)
new=$folder/.unfinished-$stamp
mkdir -- "$new"
trap 'rm -rf -- "$new"' EXIT

case $kind in
    dump)
        pg_dumpall --no-password --globals-only >"$new/globals.sql"
        grep -q '^-- PostgreSQL database cluster dump complete' "$new/globals.sql"
        PGDATABASE=postgres psql -XAtqw -o "$new/databases" \
            -c 'SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate ORDER BY 1'
        number=0
        while IFS= read -r database; do
            number=$((number + 1))
            file=$new/$(printf '%02d-%s.dump' "$number" "$(printf %s "$database" | tr -c 'A-Za-z0-9_.-' _)")
            PGDATABASE=$database pg_dump --no-password --format=custom --file="$file" </dev/null
            pg_restore --list "$file" >/dev/null
        done <"$new/databases"
        [ "$number" -gt 0 ]
        ;;
    base)
        pg_basebackup --no-password --pgdata="$new/data" --wal-method=stream --checkpoint=fast
        pg_verifybackup --quiet "$new/data"
        ;;
    *) exit 64 ;;
esac
: >"$new/verified"
sync
mv -- "$new" "$folder/$stamp"
trap - EXIT
sync
echo "backup $folder/$stamp is complete and was read back"

if [ ! -e "$folder/.first-run" ]; then
    : >"$folder/.first-run"
    exit 0
fi
count=0
for old in $(for each in "$folder"/[0-9]*T[0-9]*Z; do basename "$each"; done | sort -r); do
    [ -e "$folder/$old/verified" ] || continue
    count=$((count + 1))
    if [ "$count" -gt "$keep" ]; then
        rm -rf -- "${folder:?}/$old"
        echo "removed $folder/$old"
    fi
done
