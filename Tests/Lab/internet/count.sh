#!/bin/sh
# count.sh: how many packets the client sends while a program runs. Last lines of standard error.
#
# usage: lab.sh run CASE count.sh NAME... -- COMMAND...
#   counted NAME N      packets that hold NAME in clear: in a ClientHello, a request, a DNS question
#   counted bogons N    packets to addresses where nobody can be, a loop of the computer included
#   counted all N       every packet that leaves, SYN and DNS alike
set -eu
PATH=$PATH:/usr/sbin:/sbin
rule() { label=$1; shift; iptables -A OUTPUT -m comment --comment "$label" "$@"; }
while [ "$1" != -- ]; do
  dns=$(echo "$1" | tr . '\n' | while read -r part; do printf '|%02x|%s' ${#part} "$part"; done)
  rule "$1" -m string --algo bm --icase --string "$1"
  rule "$1" -p udp -m string --algo bm --icase --hex-string "$dns"
  rule "$1" -p tcp -m string --algo bm --icase --hex-string "$dns"
  shift
done
shift
for net in 0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 224.0.0.0/4; do
  rule bogons -d $net; done
rule all ! -o lo
status=0
"$@" || status=$?
iptables -nvxL OUTPUT | sed -n 's/^ *\([0-9]*\) .*\/\* \([^ ]*\) \*\/.*/\2 \1/p' |
  awk '{ n[$1] += $2 } END { for (k in n) print "counted", k, n[k] }' | sort >&2
exit $status
