#!/bin/sh
# lab.sh: a small internet with a censoring provider in it, inside its own namespaces. No root needed.
#
# usage: lab.sh list                      the names of the cases
#        lab.sh run CASE COMMAND...       build the world, apply CASE, run COMMAND on the client, give back its status
#        lab.sh run CASE+CASE COMMAND...  several cases in one world
#        lab.sh rules CASE                print what CASE does
#        lab.sh missing                   print, one a line, what is missing: "package NAME" or "kernel FEATURE"
#
#   client c --- [wire w] --- provider i --- [router r] --- net n
#   95.56.0.2   only if asked  95.56.0.1      only if asked  95.58.0.34 sites  95.58.0.80 block page
#                              95.56.0.8 passes through      95.58.0.35 second address, captive probe
#                              95.56.0.9 forges              1.1.1.1 DNS, DoT, DoH    193.0.14.129 root-like server
#                                                            95.58.0.66 hostile sites 95.58.0.99 nobody
#                              case dnssec: 95.56.0.7        95.58.0.53 signed zones  9.9.9.9 validating resolver
#                              strips signatures
#
# COMMAND runs in a folder in memory with ca.crt (the lab's "public" root) and kz.crt (the interceptor's), so name a
# program by its full path. LAB_WIRE holds JSON options for wire.py and adds them to the case. Status 2 is a wrong
# call, 70 a world that did not come up. Everything ends when COMMAND ends; nothing is left behind.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/sbin:/sbin
SITE=95.58.0.34 SITE6=2a00:58::34 SECOND=95.58.0.35 BLOCK=95.58.0.80 HOSTILE=95.58.0.66
in_() { node=$1; shift; ip netns exec "$node" "$@"; }
. "$here/cases.sh"
. "$here/nodes.sh"
. "$here/certificates.sh"
. "$here/web.sh"
. "$here/names.sh"
. "$here/missing.sh"

known() { for k in $(echo "$1" | tr + ' '); do
  case " $(echo $CASES) " in *" $k "*) ;; *) echo "lab.sh: no such case: $k" >&2; exit 2 ;; esac
done; }
usage() { sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 2; }
has() { case " $cases " in *" $1 "*) ;; *) return 1 ;; esac; }

case ${1-} in
  list) for k in $CASES; do echo "$k"; done; exit ;;
  rules) known "${2-}"; show_rules "$(echo "$2" | tr + ' ')"; exit ;;
  run) [ $# -gt 2 ] || usage >&2; known "$2" ;;
  missing) ;;
  *) usage ;;
esac
if [ -z "${LAB_INSIDE-}" ]; then
  [ "$1" != missing ] || missing_outside
  [ "$(id -u)" = 0 ] && own='' || own=-Ur
  LAB_INSIDE=1 exec unshare $own -nmpf --mount-proc --kill-child -- "$here/lab.sh" "$@"
fi
# Worlds must not meet in /dev/shm either: faketime names what it keeps there by process id.
mount -t tmpfs tmpfs /run; mount -t tmpfs tmpfs /dev/shm; mkdir -p /run/netns /run/lab; cd /run/lab
if [ "$1" = missing ]; then missing_inside; exit; fi
cases=$(echo "$2" | tr + ' '); shift 2
WIRE=${LAB_WIRE-}; : > lies; : > hosts
for k in $cases; do before "$k"; done
[ -z "$WIRE" ] || WIRE=$(merged "$WIRE")
certificates; nodes; web; names
! has dnssec || signed
client_files; ready
for k in $cases; do rules "$k"; done
set +e
ip netns exec c env LAB_DIR="$PWD" LAB="$here" "$@"
