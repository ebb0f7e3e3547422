# Has the machine's own programs judge the files and rules that a change set would bring, before they are live. T (the
# change set's folder) is set in front. Prints verdicts as the other trials do.
set -u
umask 077
trap '' HUP PIPE INT TERM
LC_ALL=C
export LC_ALL
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export PATH
tell() { printf '%s\t%s\t%s\n' "$1" "$2" "$(printf %s "$3" | tr '\n\t' '; ' | cut -c1-600)"; }
W=$(mktemp -d "${TMPDIR:-/tmp}/pgrampart-trial.XXXXXX") || exit 0
trap 'rm -rf -- "$W"' EXIT
judge() { # WHAT COMMAND…: by its status
    what=$1
    shift
    if ! command -v "$1" >/dev/null; then
        tell unchecked "$what" "there is no $1 here"
    elif said=$("$@" 2>&1 </dev/null); then
        tell passed "$what" "$1 accepts it"
    else
        tell refused "$what" "$said"
    fi
}
for i in "$T"/items/*; do
    [ -d "$i" ] || continue
    case $(cat "$i/kind") in
        file)
            r=$(cat "$i/real")
            s=$(cat "$i/stem").new
            [ -e "$s" ] || continue
            case $r in
                /etc/sudoers | /etc/sudoers.d/*) judge "$r" visudo -c -q -f "$s" ;;
                /etc/systemd/system/*.service | /etc/systemd/system/*.timer)
                    cp -- "$s" "$W/$(basename "$r")"
                    # a unit may name one that comes with it
                    for j in "$T"/items/*; do
                        case $(cat "$j/real" 2>/dev/null) in
                            /etc/systemd/system/*.service | /etc/systemd/system/*.timer)
                                [ ! -e "$(cat "$j/stem").new" ] || cp -- "$(cat "$j/stem").new" "$W/$(basename "$(cat "$j/real")")" ;;
                        esac
                    done
                    if ! command -v systemd-analyze >/dev/null; then
                        tell unchecked "$r" "there is no systemd-analyze here"
                    else
                        said=$(systemd-analyze verify "$W/$(basename "$r")" 2>&1 </dev/null | grep -F "$(basename "$r")" \
                            | grep -E 'Unknown (key|section|lvalue)|Failed to parse|Missing|not absolute|lacks|Invalid' | head -n 3)
                        if [ -z "$said" ]; then tell passed "$r" "systemd accepts it"; else tell refused "$r" "$said"; fi
                    fi
                    ;;
                *.nft) judge "$r" nft -c -f "$s" ;;
                *.py)
                    if ! command -v python3 >/dev/null; then
                        tell unchecked "$r" "there is no python3 here"
                    # read as Python, never run
                    elif said=$(python3 -I -S -c 'import ast, sys
ast.parse(open(sys.argv[1], "rb").read(), sys.argv[2])' "$s" "$r" 2>&1 </dev/null); then
                        tell passed "$r" "it is Python; the project itself was not run"
                    else
                        tell refused "$r" "$(printf '%s\n' "$said" | tail -n 3)"
                    fi
                    ;;
            esac
            ;;
        run)
            # the rules that would be loaded, as the kernel judges them
            if grep -q -E "^'?nft'? '?-f'? '?-'?\$" "$i/do" 2>/dev/null && [ -s "$i/do.in" ] && command -v nft >/dev/null; then
                if said=$(nft -c -f - <"$i/do.in" 2>&1); then
                    tell passed firewall "the kernel accepts the rules"
                else
                    tell refused firewall "$said"
                fi
            fi
            ;;
    esac
done
exit 0
