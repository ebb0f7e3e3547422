# The practice host: a computer within the computer, made of namespaces, in which only the practice folder can be
# written. Runs as the first process of its own process table; all that runs in it ends when standard input ends,
# which is when the program that started it is gone, whatever the reason.
#   host.sh FOLDER BINARIES "REFUSED COMMANDS" "HIDDEN COMMANDS"
set -eu
folder=$1 binaries=$2 refused=$3 hidden=$4
root=$folder/shell/root
exec 3<&0 </dev/null

readonly_tree() {
    while read -r _ _ _ _ place options _; do
        case $place in
            "$1"|"$1"/*) mount -o "remount,bind,ro,${options#r[ow],}" "$(printf '%b' "$place")" ;;
        esac
    done </proc/self/mountinfo
}

mount -t tmpfs -o mode=755 practice "$root"
cd "$root"
for top in bin sbin lib lib32 lib64 libx32 usr nix gnu; do
    if [ -L "/$top" ]; then
        cp -P "/$top" "$top"
    elif [ -d "/$top" ]; then
        mkdir "$top"
        mount --rbind "/$top" "$top"
        readonly_tree "$root/$top"
    fi
done

mkdir dev etc proc run tmp var opt opt/practice opt/practice/bin
mount -t proc proc proc
# some of it belongs to the whole computer, and root could write there
for place in bus fs irq sys sysrq-trigger; do
    if [ -e proc/$place ]; then
        mount --bind proc/$place proc/$place
        mount -o remount,bind,ro,nosuid,nodev,noexec proc/$place
    fi
done
for place in kcore keys kmsg timer_list; do
    if [ -e proc/$place ]; then
        mount --bind /dev/null proc/$place
    fi
done
mount -t tmpfs -o mode=1777 practice tmp
mount -t tmpfs -o mode=1777 practice run
mkdir dev/shm
for device in null zero full random urandom tty; do
    : >dev/$device
    mount --bind /dev/$device dev/$device
done
mount -t tmpfs -o mode=1777 practice dev/shm
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
ln -s /run var/run
ln -s /tmp var/tmp

# what programs need in order to run, and nothing of the learner's own configuration
for file in ld.so.cache ld.so.conf ld.so.conf.d alternatives localtime timezone os-release debian_version \
        nsswitch.conf hosts resolv.conf services protocols ssl/openssl.cnf; do
    if [ -e "/etc/$file" ]; then
        mkdir -p "etc/$(dirname "$file")"
        cp -RL "/etc/$file" "etc/$file" 2>/dev/null || true
    fi
done
rm -rf etc/alternatives
if [ -d /etc/alternatives ]; then
    cp -RP /etc/alternatives etc/alternatives
fi
printf 'root:x:0:0:root:/root:/usr/sbin/nologin\npostgres:x:1000:1000:PostgreSQL:%s:/bin/sh\n' "$folder/home" >etc/passwd
printf 'root:x:0:\npostgres:x:1000:\n' >etc/group
echo practice >etc/hostname
hostname practice 2>/dev/null || true

# a command that would reach beyond the practice folder says what it would do, whatever path it is called by
refusal='#!/bin/sh
echo "on a real server this would run: ${0##*/} $*" >&2
exit 126'
for name in $refused; do
    printf '%s\n' "$refusal" >"opt/practice/bin/$name"
done
chmod 755 opt/practice/bin/*
: >opt/practice/hidden

for shared in "$folder" "$binaries"; do
    mkdir -p ".$shared"
    mount --bind "$shared" ".$shared"
done
readonly_tree "$root$binaries"

mkdir old
pivot_root . old
cd /
umount -l old
rmdir old

# links are followed, but not to a program that does the work of many
over() {
    for place in /usr/bin /usr/sbin /bin /sbin /usr/local/bin /usr/local/sbin; do
        if [ ! -L "$place" ] && [ -f "$place/$1" ]; then
            real=$(readlink -f "$place/$1")
            case ${real##*/} in
                *busybox* | *toybox* | *coreutils* | *sh | perl* | python*) continue ;;
            esac
            mount --bind "$2" "$real"
            mount -o remount,bind,ro "$real"
        fi
    done
}
for name in $refused; do
    over "$name" "/opt/practice/bin/$name"
done
for name in $hidden; do
    over "$name" /opt/practice/hidden
done
mount -o remount,bind,ro /

echo ready
cat <&3 >/dev/null &
# waiting also buries the processes whose parents are gone
wait $!
