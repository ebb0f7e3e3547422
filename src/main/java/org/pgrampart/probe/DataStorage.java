package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;

/// What lies below the data directory, the write-ahead log and each tablespace, down to the disks.
///
/// @param machine what kind of computer the host is, as systemd names it: `none` for a real one, `kvm`, `lxc`; empty
/// when not known
public record DataStorage(String machine, boolean container, List<Place> places) {
    /// One folder with the chain of devices below it, nearest first.
    ///
    /// @param device the mounted device or dataset
    /// @param chain what each device is: `crypt crypto_LUKS`, `part`, `disk`; empty when it could not be told
    public record Place(String path, String device, String filesystem, List<String> chain) {
        /// Whether something in the chain, or the dataset itself, encrypts.
        public boolean encrypted() {
            return chain.stream().anyMatch(link -> link.startsWith("crypt") || link.contains("crypto_LUKS"));
        }
    }

    private static final Command STORAGE = Command.machine("""
            [ -n "$PGDATA" ] || { echo "the server does not say where its data directory is" >&2; exit 77; }
            [ -x "$PGDATA" ] || { echo "this user may not look into $PGDATA" >&2; exit 77; }
            command -v findmnt >/dev/null || { echo "the command findmnt is missing: install util-linux" >&2; exit 77; }
            if command -v systemd-detect-virt >/dev/null; then
                printf 'machine %s\\n' "$(systemd-detect-virt)"
                systemd-detect-virt -q -c && echo 'container yes'
            fi
            [ -e /.dockerenv ] || [ -e /run/.containerenv ] && echo 'container yes'
            place() {
                real=$(readlink -f -- "$1") || return
                fs=$(findmnt -no FSTYPE -T "$real" | tail -n 1)
                dev=$(findmnt -no SOURCE -T "$real" | tail -n 1)
                printf 'place %s\\ndevice %s\\nfilesystem %s\\n' "$1" "$dev" "$fs"
                case $fs in
                    zfs)
                        how=$(zfs get -H -o value encryption "$dev" 2>/dev/null)
                        case $how in ''|-) ;; off) echo 'chain zfs' ;; *) echo "chain crypt zfs $how" ;; esac ;;
                    *)
                        lsblk -sno TYPE,FSTYPE "${dev%%\\[*}" 2>/dev/null | while read -r type content; do
                            printf 'chain %s %s\\n' "$type" "$content"
                        done ;;
                esac
            }
            place "$PGDATA"
            [ -L "$PGDATA/pg_wal" ] && place "$PGDATA/pg_wal"
            for space in "$PGDATA"/pg_tblspc/*; do
                [ -e "$space" ] && place "$space"
            done
            exit 0
            """);

    public static final Probe<DataStorage> PROBE = Probe.of(DataStorage::read, STORAGE);

    static DataStorage read(Answers answers) {
        return parse(answers.output(STORAGE).lines());
    }

    static DataStorage parse(List<String> lines) {
        String machine = "";
        boolean container = false;
        List<Place> places = new ArrayList<>();
        for (String line : lines) {
            int blank = line.indexOf(' ');
            String rest = blank < 0 ? "" : line.substring(blank + 1).strip();
            switch (blank < 0 ? "" : line.substring(0, blank)) {
                case "machine" -> machine = rest;
                case "container" -> container = true;
                case "place" -> places.add(new Place(rest, "", "", List.of()));
                case "device" -> places.add(new Place(places.removeLast().path(), rest, "", List.of()));
                case "filesystem" -> {
                    Place last = places.removeLast();
                    places.add(new Place(last.path(), last.device(), rest, List.of()));
                }
                case "chain" -> {
                    Place last = places.removeLast();
                    List<String> chain = new ArrayList<>(last.chain());
                    chain.add(rest);
                    places.add(new Place(last.path(), last.device(), last.filesystem(), List.copyOf(chain)));
                }
                default -> {}
            }
        }
        return new DataStorage(machine, container, List.copyOf(places));
    }
}
