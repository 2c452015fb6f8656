#!/bin/bash
# usage: run.sh IMAGE HOME CONTROLS PROGRAM ARGUMENTS
# Boots a Linux of its own (Debian: user-mode-linux) with a new ext4 on IMAGE, copies the home
# folder HOME there, and runs on this terminal `PROGRAM ARGUMENTS`, `PROGRAM resume` and `PROGRAM
# open` with the newest record. All that may be written lies on the image: home, temporary and
# runtime folder, what /proc showed meanwhile, and at the end the memory disks. The files in CONTROLS
# are written there and deleted, and the text in CONTROLS.argument is the argument of a program.
set -eu
IMAGE=$1 SOURCE=$2 CONTROLS=$3
shift 3
LAB=$(mktemp -d "${TMPDIR:-/tmp}/saqta-lab-XXXXXX")
trap 'rm -rf "$LAB"' EXIT
truncate -s 64M "$IMAGE"
cat > "$LAB/init" <<EOF_INIT
#!/bin/bash
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
mount -t proc proc /proc
mount -t sysfs sys /sys
mountpoint -q /dev || mount -t devtmpfs dev /dev
for folder in /run /dev/shm /mnt; do mkdir -p \$folder; mount -t tmpfs tmp \$folder; done
mkdir /mnt/disk
mkfs.ext4 -q -F /dev/ubda
# Everything goes through the journal, so that nothing is overwritten before it was on the disk.
mount -o data=journal /dev/ubda /mnt/disk
cp -a ${SOURCE@Q} /mnt/disk/home
mkdir -m 700 /mnt/disk/person /mnt/disk/tmp /mnt/disk/run
cd /mnt/disk
while sleep 0.1; do cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ; done >/mnt/disk/proc 2>/dev/null &
run() {
  env -i PATH=\$PATH TERM=${TERM@Q} HOME=/mnt/disk/person SAQTA_HOME=/mnt/disk/home \
    TMPDIR=/mnt/disk/tmp XDG_RUNTIME_DIR=/mnt/disk/run XDG_CACHE_HOME=/mnt/disk/person/cache \
    setsid -c -w "\$@" </dev/tty0 >/dev/tty0 2>&1
  echo "it ended with \$?."
}
run ${@@Q}
run ${1@Q} resume --no-checks
run ${1@Q} open "\$(ls -t home/organisations/*/records/* | head -n1)" --format text
sh -c 'sleep 1; true' sh "\$(cat ${CONTROLS@Q}.argument)"
kill \$!
cp -r ${CONTROLS@Q} /mnt/disk/controls
sync
rm -r /mnt/disk/controls
tar -cf /mnt/disk/memory.tar /run /dev/shm 2>/dev/null
cd /
sleep 0.3
umount /mnt/disk && echo 'the disk is closed'
exec /bin/busybox poweroff -f
EOF_INIT
chmod +x "$LAB/init"
# The guest's memory is a file that must be executable; /tmp may be mounted noexec.
HOME=$LAB TMPDIR=/dev/shm timeout 240 linux.uml mem=512M root=none rootfstype=hostfs \
  rootflags=/ ro init="$LAB/init" ubd0="$IMAGE" con=null con0=fd:0,fd:1 quiet
