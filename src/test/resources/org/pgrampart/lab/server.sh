#!/bin/sh
# Gives one copy of the base its own name, address and keys. Runs as root inside the tree, before each first boot.
# NAME and ADDRESS come from the environment; /lab/keys is taken out by the caller.
set -eu
echo "$NAME" > /etc/hostname
printf '127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n127.0.1.1 %s\n' "$NAME" > /etc/hosts
echo "ADDRESS=$ADDRESS" > /etc/lab-network
# An empty machine id would make systemd apply its presets as on a first boot.
od -An -N16 -tx1 /dev/urandom | tr -d ' \n' > /etc/machine-id
rm -f /etc/ssh/ssh_host_ed25519_key*
ssh-keygen -q -t ed25519 -N '' -C "root@$NAME" -f /etc/ssh/ssh_host_ed25519_key
mkdir -p -m 0700 /lab/keys
for user in root postgres nopass askpass plain; do
  ssh-keygen -q -t ed25519 -N '' -C "$user" -f "/lab/keys/$user"
  home=$(getent passwd "$user" | cut -d: -f6)
  install -d -m 0700 -o "$user" -g "$user" "$home/.ssh"
  install -m 0600 -o "$user" -g "$user" "/lab/keys/$user.pub" "$home/.ssh/authorized_keys"
done
# the project logs in as the role that this server has
sed -i 's/"shop_app"/"shop"/; s/"shop123"/"shop"/' /srv/shop/*/settings.py
chown -R shop:shop /srv/shop
chmod -R u=rwX,go=rX /srv/shop
