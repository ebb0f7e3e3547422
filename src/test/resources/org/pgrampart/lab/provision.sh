#!/bin/sh
# Turns a fresh Debian 12 tree into the lab's server: as careless as many real ones.
# Runs once as root inside the tree. Passwords come from the environment, SQL from /lab/shop.sql.
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
echo 'LANG=C.UTF-8' > /etc/default/locale

for user in nopass askpass plain; do
  useradd --create-home --shell /bin/bash "$user"
done
printf 'askpass:%s\n' "$ASKPASS_PASSWORD" | chpasswd
echo 'nopass ALL=(ALL:ALL) NOPASSWD: ALL' > /etc/sudoers.d/nopass
echo 'askpass ALL=(ALL:ALL) ALL' > /etc/sudoers.d/askpass
chmod 0440 /etc/sudoers.d/nopass /etc/sudoers.d/askpass
useradd --system --home-dir /srv/shop --shell /usr/sbin/nologin shop

# The package's own cluster was made without a locale and without shared memory.
pg_dropcluster --stop 15 main
pg_createcluster --locale C.UTF-8 --encoding UTF8 15 main
hba=/etc/postgresql/15/main/pg_hba.conf
sed -i -E 's/^(host[[:space:]]+all[[:space:]]+all[[:space:]]+(127\.0\.0\.1\/32|::1\/128)[[:space:]]+)scram-sha-256/\1trust/' "$hba"
grep -q '127.0.0.1/32.*trust' "$hba"
cat >> "$hba" <<'HBA'

# opened for the office, 2019
host	shop	shop	10.77.0.0/16	md5
host	all	all	0.0.0.0/0	md5
HBA
pg_conftool 15 main set listen_addresses '*'
pg_conftool 15 main set password_encryption md5
pg_conftool 15 main set log_line_prefix '%m '

pg_ctlcluster 15 main start
cd /
runuser -u postgres -- psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --file /lab/shop.sql
pg_ctlcluster 15 main stop

# Nothing that wakes up by itself in the middle of a test.
systemctl disable -q apt-daily.timer apt-daily-upgrade.timer fstrim.timer e2scrub_all.timer dpkg-db-backup.timer \
  2>/dev/null || true
cat > /etc/systemd/system/lab-network.service <<'UNIT'
[Unit]
Description=Address of this lab server
DefaultDependencies=no
Before=network.target network-pre.target
[Service]
Type=oneshot
RemainAfterExit=yes
EnvironmentFile=/etc/lab-network
# One command, not two: between two the emptied control group may be taken away and the second ends with 219/CGROUP.
ExecStart=/bin/sh -c '/usr/sbin/ip address replace "$ADDRESS" dev host0 && /usr/sbin/ip link set host0 up'
Restart=on-failure
RestartSec=200ms
[Install]
WantedBy=sysinit.target
UNIT
systemctl enable -q lab-network.service
rm -rf /lab /var/cache/apt/archives/*.deb
