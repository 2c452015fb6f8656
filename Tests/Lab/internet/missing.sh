# missing.sh: what the lab needs and this computer does not give. Read by lab.sh.
#
# "package NAME" is to be installed; "kernel FEATURE" cannot be helped. Each probe is the command itself in a fresh
# namespace, and its exit status decides.

missing_outside() {
  while read -r package file; do
    command -v "$file" >/dev/null || [ -e "$file" ] || echo "package $package"
  done <<X
iproute2 ip
iptables iptables
ethtool ethtool
util-linux unshare
openssl openssl
python3 python3
nginx-light nginx
libnginx-mod-stream /usr/lib/nginx/modules/ngx_stream_module.so
unbound unbound
knot knotd
knot-dnsutils kdig
bind9-dnsutils dig
dnsmasq-base dnsmasq
curl curl
faketime faketime
X
  [ "$(id -u)" = 0 ] && own='' || own=-Ur
  unshare $own -nmpf --mount-proc true 2>/dev/null || { echo "kernel namespaces"; exit; }
}
missing_inside() {
  ip netns add p && in_ p ip link set lo up || echo "kernel namespaces"
  probe() { feature=$1; shift; in_ p "$@" >/dev/null 2>&1 || echo "kernel $feature"; }
  rule() { feature=$1; shift; probe "$feature" iptables -A FORWARD -p tcp "$@"; }
  probe veth ip link add x0 type veth peer name x1
  rule string-match -m string --algo bm --icase --string x -j DROP
  rule u32-match -m u32 --u32 "$hello" -j DROP
  rule recent-match -m recent --name z --set --rdest -j DROP
  rule reset-target -j REJECT --reject-with tcp-reset
  rule connbytes-match -m connbytes --connbytes 1: --connbytes-dir reply --connbytes-mode bytes -j DROP
  rule hashlimit-match -m hashlimit --hashlimit-above 16kb/s --hashlimit-mode dstip --hashlimit-name z -j DROP
  probe nat iptables -t nat -A PREROUTING -p tcp --dport 9 -j REDIRECT --to-ports 10
  probe mangle iptables -t mangle -A PREROUTING -p tcp --dport 9 -j DROP
  probe ipv6-filter ip6tables -A FORWARD -j DROP
  probe token-bucket tc qdisc add dev lo root tbf rate 64kbit burst 4kb latency 400ms
  probe raw-sockets python3 -c "import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))"
}
