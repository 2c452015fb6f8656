#!/bin/sh
# usage: run.sh SCENARIO.sh SIZE_MIB [command to run when the disks are up]
# Boots a Linux of its own (Debian: user-mode-linux) on the host's file system, which it sees
# read-only; works as an ordinary user. Its disks are a sparse file that is gone afterwards.
set -eu
command -v linux.uml >/dev/null || { echo "linux.uml is not installed" >&2; exit 77; }
LAB=$(mktemp -d "${TMPDIR:-/tmp}/saqta-lab-XXXXXX")
trap 'rm -rf "$LAB"' EXIT
KERNEL=$(ls /usr/lib/uml/modules | head -n1)
mkdir -p "$LAB/modules/lib/modules"
ln -s "/usr/lib/uml/modules/$KERNEL" "$LAB/modules/lib/modules/$KERNEL"
truncate -s "${2}M" "$LAB/disk.img"
HERE=$(cd "$(dirname "$0")" && pwd)
cat > "$LAB/init" <<EOF
#!/bin/bash
export MODULES=$LAB/modules INSIDE='${3:-}'
. $HERE/common.sh
. $HERE/$1
echo '--- inside'
[ -z "\$INSIDE" ] || sh -c "\$INSIDE"
exec /bin/busybox poweroff -f
EOF
chmod +x "$LAB/init"
# The guest's memory is a file that must be executable; /tmp may be mounted noexec.
HOME=$LAB TMPDIR=/dev/shm timeout 240 linux.uml mem=512M root=none rootfstype=hostfs \
  rootflags=/ ro init="$LAB/init" ubd0="$LAB/disk.img" con=null con0=fd:0,fd:1 quiet </dev/null
