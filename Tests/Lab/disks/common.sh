# Sourced in the guest before a scenario.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin DM_DISABLE_UDEV=1 LC_ALL=C
mount -t proc proc /proc
mount -t sysfs sys /sys
mountpoint -q /dev || mount -t devtmpfs dev /dev
mount -t tmpfs tmp /run
mkdir -p /run/lock /run/work /run/lvm-settings
mount -t tmpfs tmp /mnt
# The host's /etc is read-only here, and LVM wants to write beside its settings.
export LVM_SYSTEM_DIR=/run/lvm-settings
load() { modprobe -d "$MODULES" "$@" 2>/dev/null; }
# Ciphers first, or dm-crypt fails with "Unknown symbol".
for m in cbc ecb hmac sha256_generic sha512_generic ctr xts gf128mul essiv algif_skcipher \
  algif_hash dm-mod dm-crypt dm-verity dm-integrity dm-thin-pool loop md-mod raid0 raid1 bcache \
  zram overlay squashfs ecryptfs fuse; do load $m; done
mknod /dev/mapper/control c 10 236 2>/dev/null
cd /run/work
printf test123 > pw
: > empty
FORMAT="-q --pbkdf pbkdf2 --pbkdf-force-iterations 1000 --key-file pw"
# luks DEVICE NAME [luks1|luks2]
luks() {
  cryptsetup luksFormat --type "${3:-luks2}" $FORMAT "$1" >/dev/null &&
    cryptsetup open --key-file pw "$1" "$2"
}
# parts SIZE... -> /dev/ubda1 and so on
parts() {
  { echo "label: gpt"; for s in "$@"; do echo "size=$s"; done; } |
    sfdisk -q --wipe always --wipe-partitions always /dev/ubda
}
