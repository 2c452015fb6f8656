# LUKS2 > LVM > ext4 and swap; plain dm-crypt swap with a random key; a swap file with a space in
# its name on a plain partition; zram.
parts 40M 100M 60M
luks /dev/ubda2 cr_lvm
pvcreate -qq /dev/mapper/cr_lvm
vgcreate -qq vg0 /dev/mapper/cr_lvm
lvcreate -qq -an -Zn -L 30M -n home vg0
lvcreate -qq -an -Zn -L 20M -n swap vg0
vgchange -ay --noudevsync -qq vg0
vgmknodes
mkfs.ext4 -q -F /dev/vg0/home
mkdir -p /mnt/home
mount /dev/vg0/home /mnt/home
mkswap /dev/vg0/swap >/dev/null
swapon /dev/vg0/swap
cryptsetup open --type plain --cipher aes-xts-plain64 --key-size 256 --key-file /dev/urandom \
  /dev/ubda3 cryptswap
mkswap /dev/mapper/cryptswap >/dev/null
swapon /dev/mapper/cryptswap
mkfs.ext4 -q -F /dev/ubda1
mkdir -p /mnt/boot
mount /dev/ubda1 /mnt/boot
dd if=/dev/zero of="/mnt/boot/swap file" bs=1M count=4 status=none
chmod 600 "/mnt/boot/swap file"
mkswap "/mnt/boot/swap file" >/dev/null
swapon "/mnt/boot/swap file"
[ -e /dev/zram0 ] && {
  echo 16M > /sys/block/zram0/disksize
  mkswap /dev/zram0 >/dev/null
  swapon /dev/zram0
}
