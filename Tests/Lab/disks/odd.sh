# Maps without a label, half-made encryption, partitions of arrays, caches, thin volumes, spoofs.
parts 40M 60M 60M 60M 60M 80M 60M 60M 40M
mkdir -p /mnt/vera /mnt/half /mnt/md /mnt/bc /mnt/thin /mnt/int /mnt/fake /mnt/plain /mnt/ec1 \
  /mnt/ec2
# A crypt target with an empty uuid, as native VeraCrypt makes it.
KEY=$(head -c 64 /dev/urandom | xxd -p -c 200)
echo "0 81408 crypt aes-xts-plain64 $KEY 256 /dev/ubda1 256" |
  dmsetup create veracrypt1 --noudevsync
mkfs.ext4 -q -F /dev/mapper/veracrypt1
mount /dev/mapper/veracrypt1 /mnt/vera
# An encryption that was begun and not run: the uuid says LUKS2, the table is linear.
mkfs.ext4 -q -F /dev/ubda2 20M
cryptsetup reencrypt --encrypt --type luks2 --init-only --reduce-device-size 32M $FORMAT \
  /dev/ubda2 half
mount /dev/mapper/half /mnt/half
# LUKS on a partition of an array.
mdadm --create /dev/md0 --run --level=0 --raid-devices=2 --metadata=1.2 /dev/ubda3 /dev/ubda4 \
  </dev/null 2>/dev/null
printf 'label: gpt\nsize=80M\n' | sfdisk -q /dev/md0
luks /dev/md0p1 crmd
mkfs.ext4 -q -F /dev/mapper/crmd
mount /dev/mapper/crmd /mnt/md
# bcache on LUKS.
luks /dev/ubda5 crbc
make-bcache -B /dev/mapper/crbc >/dev/null 2>&1
echo /dev/mapper/crbc > /sys/fs/bcache/register 2>/dev/null
mkfs.ext4 -q -F /dev/bcache0
mount /dev/bcache0 /mnt/bc
# A thin volume on LUKS.
luks /dev/ubda6 crthin
pvcreate -qq /dev/mapper/crthin
vgcreate -qq vgt /dev/mapper/crthin
lvcreate -qq -y -Zn --type thin-pool -L 40M -n pool vgt >/dev/null 2>&1
lvcreate -qq -y -an -ky -V 20M --thinpool pool -n th vgt >/dev/null 2>&1
vgchange -ay -K --noudevsync -qq vgt
vgmknodes
mkfs.ext4 -q -F /dev/vgt/th
mount /dev/vgt/th /mnt/thin
# LUKS2 with integrity.
cryptsetup luksFormat --type luks2 $FORMAT --integrity hmac-sha256 /dev/ubda7 >/dev/null 2>&1
cryptsetup open --key-file pw /dev/ubda7 crint
mkfs.ext4 -q -F /dev/mapper/crint
mount /dev/mapper/crint /mnt/int
# A linear map that claims to be LUKS2.
echo "0 100000 linear /dev/ubda8 0" |
  dmsetup create fake -u CRYPT-LUKS2-00000000000000000000000000000000-fake --noudevsync
mkfs.ext4 -q -F /dev/mapper/fake
mount /dev/mapper/fake /mnt/fake
# eCryptfs over a plain partition and over LUKS.
mkfs.ext4 -q -F /dev/ubda9
mount /dev/ubda9 /mnt/plain
mkdir -p /mnt/plain/low /mnt/md/low
# Its mount helper looks for sysfs in a file that a small Debian does not have.
[ -e /etc/mtab ] || {
  mkdir -p /run/etc/upper /run/etc/work
  mount -t overlay etc -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work /etc
  ln -s /proc/self/mounts /etc/mtab
}
EC=key=passphrase:passphrase_passwd=pass,ecryptfs_cipher=aes,ecryptfs_key_bytes=16
EC=$EC,ecryptfs_passthrough=n,ecryptfs_enable_filename_crypto=n,no_sig_cache
mount.ecryptfs /mnt/plain/low /mnt/ec1 -o $EC </dev/null >/dev/null 2>&1
mount.ecryptfs /mnt/md/low /mnt/ec2 -o $EC </dev/null >/dev/null 2>&1
