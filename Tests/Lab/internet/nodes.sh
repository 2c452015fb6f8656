# nodes.sh: the namespaces, their links and routes, and the client's files. Read by lab.sh.

link_() { # node interface node interface
  ip link add "$2" netns "$1" type veth peer name "$4" netns "$3"
  ip -n "$1" link set "$2" up; ip -n "$3" link set "$4" up
}
nodes() {
  for n in c i n; do ip netns add $n; ip -n $n link set lo up; done
  if [ -n "$WIRE" ]; then through_wire; else link_ c c0 i c1; fi
  ip -n c addr add 95.56.0.2/24 dev c0
  for a in 1 7 8 9; do ip -n i addr add 95.56.0.$a/24 dev c1; done
  in_ i sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
  ip -n c route add default via 95.56.0.1
  # nodad: or the first second is lost to the search for duplicate addresses.
  ip -n c addr add 2a00:56::2/64 dev c0 nodad; ip -n i addr add 2a00:56::1/64 dev c1 nodad
  ip -n c route add default via 2a00:56::1
  if has hop; then through_router; else
    link_ n n0 i n1
    ip -n n addr add 95.57.0.2/24 dev n0
    ip -n i addr add 95.57.0.1/24 dev n1
    ip -n i route add default via 95.57.0.2; ip -n n route add 95.56.0.0/24 via 95.57.0.1
    ip -n i addr add 2a00:57::1/64 dev n1 nodad; ip -n n addr add 2a00:57::2/64 dev n0 nodad
    ip -n n addr add $SITE6/128 dev n0 nodad
    ip -n i route add default via 2a00:57::2; ip -n n route add 2a00:56::/64 via 2a00:57::1
  fi
  for a in $SITE $SECOND $BLOCK $HOSTILE 1.1.1.1 193.0.14.129; do ip -n n addr add $a/32 dev n0; done
}
through_wire() {
  ip netns add w; link_ c c0 w w0; link_ w w1 i c1
  # Or checksums are wrong and segments too big for a raw socket.
  in_ c ethtool -K c0 tx off rx off tso off gso off gro off sg off >/dev/null
  in_ i ethtool -K c1 tx off rx off tso off gso off gro off sg off >/dev/null
  for x in w0 w1; do in_ w sysctl -qw net.ipv6.conf.$x.disable_ipv6=1; done
  in_ w "$here/wire.py" w0 w1 "$WIRE" &
}
through_router() { # IPv4 only
  ip netns add r; ip -n r link set lo up; in_ r sysctl -qw net.ipv4.ip_forward=1
  link_ i n1 r r0; link_ r r1 n n0
  ip -n i addr add 95.57.0.1/24 dev n1; ip -n r addr add 95.57.0.254/24 dev r0
  ip -n r addr add 95.59.0.1/24 dev r1; ip -n n addr add 95.59.0.2/24 dev n0; ip -n n addr add 95.57.0.2/32 dev n0
  ip -n i route add default via 95.57.0.254; ip -n i route add 95.57.0.2/32 via 95.57.0.254
  ip -n r route add default via 95.59.0.2; ip -n r route add 95.57.0.2/32 via 95.59.0.2
  ip -n n addr add $SITE6/128 dev n0 nodad  # nobody gets there, but the sites listen on it
  ip -n r route add 95.56.0.0/24 via 95.57.0.1; ip -n n route add default via 95.59.0.1
}
client_files() { # the client's resolver, its hosts file, and a lookup order without mdns or systemd
  echo 'nameserver 95.56.0.1' > resolv.conf; echo 'hosts: files dns' > nsswitch.conf
  { echo '127.0.0.1 localhost'; cat hosts; } > etc-hosts
  target=$(readlink -f /etc/resolv.conf || echo /etc/resolv.conf)
  mkdir -p "$(dirname "$target")"; [ -e "$target" ] || : > "$target"  # it may lie below /run, which is new
  mount --bind resolv.conf "$target"; mount --bind nsswitch.conf /etc/nsswitch.conf
  mount --bind etc-hosts /etc/hosts
}
ready() { # every port that the world promises answers, seen from c too, or the first packet waits for ARP
  python3 - <<X || { echo "lab.sh: a server does not come up" >&2; cat ./*.err ./*.log >&2; exit 70; }
import ctypes, os, socket, time
def up(node, address, port):
    for attempt in range(200):
        try:
            return socket.create_connection((address, port), 0.2).close()
        except OSError:
            time.sleep(0.03)
    raise SystemExit(f"{address}:{port} is silent")
libc = ctypes.CDLL(None, use_errno=True)
for node, ports in (("n", "$SITE:443 $BLOCK:80 1.1.1.1:853 $HOSTILE:443"), ("i", "95.56.0.1:8445"), ("c", "95.56.0.1:53")):
    with open(f"/run/netns/{node}") as f:
        if libc.setns(f.fileno(), 0x40000000):
            raise OSError(ctypes.get_errno(), "setns")
    for port in ports.split():
        up(node, *(lambda a, p: (a, int(p)))(*port.split(":")))
X
}
