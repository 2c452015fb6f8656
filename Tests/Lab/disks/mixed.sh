# Stacks of which one leg is in clear, and maps that look encrypted and are not.
parts 40M 40M 40M 40M 150M 150M 40M 40M 40M 40M
mkdir -p /mnt/md /mnt/mix /mnt/bt /mnt/bthome /mnt/ver /mnt/null /mnt/loop /mnt/inner /mnt/ov \
  /mnt/bind /mnt/gc /mnt/integ
# A mirror of a crypt leg and a plain leg.
luks /dev/ubda1 crA
mdadm --create /dev/md0 --run --level=1 --raid-devices=2 --metadata=1.2 --assume-clean \
  /dev/mapper/crA /dev/ubda2 </dev/null 2>/dev/null
mkfs.ext4 -q -F /dev/md0
mount /dev/md0 /mnt/md
# A volume group over LUKS1 and a plain disk.
luks /dev/ubda3 crB luks1
pvcreate -qq -ff -y /dev/mapper/crB /dev/ubda4
vgcreate -qq vgmix /dev/mapper/crB /dev/ubda4
lvcreate -qq -y -an -Zn -l 100%FREE -n data vgmix 2>/dev/null
vgchange -ay --noudevsync -qq vgmix
vgmknodes
mkfs.ext4 -q -F /dev/vgmix/data
mount /dev/vgmix/data /mnt/mix
# A btrfs of a crypt and a plain member, of which a sub-volume is mounted.
luks /dev/ubda5 crC
mkfs.btrfs -q -f -d single -m raid1 /dev/mapper/crC /dev/ubda6 >/dev/null
btrfs device scan >/dev/null
mount /dev/mapper/crC /mnt/bt
btrfs subvolume create /mnt/bt/@home >/dev/null
mount -o subvol=@home /dev/mapper/crC /mnt/bthome
# dm-verity: its uuid begins with CRYPT-, its data are in clear.
mkdir sq
echo hi > sq/a
mksquashfs sq sq.img -quiet -noappend >/dev/null 2>&1
dd if=sq.img of=/dev/ubda7 status=none
ROOT=$(veritysetup format /dev/ubda7 /dev/ubda9 | awk '/Root hash/{print $3}')
veritysetup open /dev/ubda7 vroot /dev/ubda9 "$ROOT"
mount /dev/mapper/vroot /mnt/ver
# LUKS1 with a cipher that does nothing.
cryptsetup luksFormat -q --type luks1 --cipher cipher_null-ecb --key-size 128 \
  --pbkdf-force-iterations 1000 --key-file empty /dev/ubda8
cryptsetup open --key-file empty /dev/ubda8 crnull
mkfs.ext4 -q -F /dev/mapper/crnull
mount /dev/mapper/crnull /mnt/null
# dm-integrity alone: checksums, and data in clear.
integritysetup format -q --no-wipe /dev/ubda10 >/dev/null 2>&1
integritysetup open --integrity-recalculate /dev/ubda10 integ
mkfs.ext4 -q -F /dev/mapper/integ
mount /dev/mapper/integ /mnt/integ
# A LUKS container in a file on the btrfs, a plain image in it, an overlay and a bind mount.
truncate -s 40M /mnt/bt/vol.img
OUTER=$(losetup --show -f /mnt/bt/vol.img)
luks "$OUTER" crloop
mkfs.ext4 -q -F /dev/mapper/crloop
mount /dev/mapper/crloop /mnt/loop
truncate -s 20M /mnt/loop/inner.img
INNER=$(losetup --show -f /mnt/loop/inner.img)
mkfs.ext4 -q -F "$INNER"
mount "$INNER" /mnt/inner
mkdir -p /mnt/loop/up /mnt/loop/wk
mount -t overlay overlay -o lowerdir=/mnt/ver,upperdir=/mnt/loop/up,workdir=/mnt/loop/wk /mnt/ov
mount --bind /mnt/loop/up /mnt/bind
# gocryptfs with its encrypted files in the container.
mkdir -p /mnt/loop/enc
echo pass | gocryptfs -q -init -scryptn 10 /mnt/loop/enc >/dev/null 2>&1
echo pass | gocryptfs -q -allow_other /mnt/loop/enc /mnt/gc 2>&1 | tail -1
