# cases.sh: what the provider does in each case. Read by lab.sh.
#
# A case is one line in `before` (what the wire, the provider's resolver and the client's files are made with), in
# `rules` (what is done when everything runs), or in both.

censor() { in_ i iptables -A FORWARD "$@"; }
censor6() { in_ i ip6tables -A FORWARD "$@"; }
early() { in_ i iptables -t mangle -A PREROUTING "$@"; }  # looks at a packet before its TTL is counted
divert() { in_ i iptables -t nat -A PREROUTING "$@"; }
wire() { WIRE="$WIRE $1"; }
lie() { echo "$1 $2" >> lies; }  # NAME nx|refuse|ADDRESS: what the provider's resolver says
host() { echo "$1" >> hosts; }
hello='0>>22&0x3C@12>>26&0x3C@0>>24=0x16'
merged() { # several JSON objects to one
  echo "$1" | python3 -c '
import json, sys
text, all_ = sys.stdin.read().strip(), {}
while text:
    one, end = json.JSONDecoder().raw_decode(text)
    all_.update(one)
    text = text[end:].strip()
print(json.dumps(all_))'
}

before() { case $1 in
  sni-fin)         wire '{"sni_fin":["news.example"]}' ;;
  sni-fin-text)    wire '{"sni_fin":["news.example"],"fin_payload":"Middlebox v 1.0"}' ;;
  host-fin)        wire '{"host_fin":["news.example"]}' ;;
  page-in-path)    wire '{"host_page":{"news.example":"<html><title>Access restricted</title></html>"}}' ;;
  dns-inject)      wire '{"delay_ms":25,"dns_inject":{"news.example":"95.58.0.80"}}' ;;
  dns-inject-nx)   wire '{"delay_ms":25,"dns_nx":["news.example"]}' ;;
  dns-ghost)       wire '{"delay_ms":25,"dns_inject":{"gone.example":"95.58.0.80"}}' ;;
  dns-drop)        wire '{"dns_drop":["news.example"]}' ;;
  throttle)        wire '{"sni_slow":{"news.example":4000}}' ;;
  stall)           wire '{"drop_after_bytes":12000}' ;;
  loss)            wire '{"loss":0.1,"delay_ms":25}' ;;
  far)             wire '{"delay_ms":50}' ;;
  dns-nx)          lie news.example nx ;;
  dns-bogon)       lie news.example 10.10.20.30 ;;
  dns-filter)      lie news.example 0.0.0.0 ;;
  dns-local)       lie news.example 127.0.0.1 ;;
  dns-proxy)       lie news.example 95.56.0.8 ;;
  dns-mitm)        lie news.example 95.56.0.9 ;;
  dns-wrong)       lie news.example $BLOCK ;;
  dns-refuse)      lie news.example refuse ;;
  dns-all-one|captive) lie . 95.56.0.1 ;;
  dns53)           lie com $BLOCK; lie detectportal.firefox.com $SECOND ;;
  nx-rewrite)      lie invalid $BLOCK; lie com $BLOCK; lie detectportal.firefox.com $SECOND ;;
  hosts-wrong)     host "$BLOCK news.example" ;;
  hosts-right)     host "$SITE news.example" ;;
esac; }
rules() { case $1 in
  fine|far|loss|dnssec|dnsmasq|hop|hosts-*|sni-fin|sni-fin-text|host-fin|page-in-path|throttle|stall|nx-rewrite|dns-*) ;;
  sni-drop)        censor -p tcp --dport 443 -m string --algo bm --string news.example -j DROP ;;
  sni-drop-early)  early -p tcp --dport 443 -m string --algo bm --string news.example -j DROP ;;
  sni-drop-hello)  censor -p tcp --dport 443 -m u32 --u32 "$hello" \
                     -m string --algo kmp --hex-string '|00 0c|news.example' -j DROP ;;
  sni-rst)         censor -p tcp --dport 443 -m string --algo bm --string news.example -j REJECT --reject-with tcp-reset ;;
  sni-residual)    censor -p tcp --dport 443 -m recent --name b --rcheck --seconds 3 --rdest -j DROP
                   censor -p tcp --dport 443 -m string --algo bm --string news.example \
                     -m recent --name b --set --rdest -j DROP ;;
  sni-residual-long) censor -p tcp --dport 443 -m recent --name b --rcheck --seconds 12 --rdest -j DROP
                   censor -p tcp --dport 443 -m string --algo bm --string news.example \
                     -m recent --name b --set --rdest -j DROP ;;
  silent)          censor -p tcp --dport 443 -m string --algo bm --string silent -j DROP ;;
  sni-all)         censor -p tcp --dport 443 -d $SITE -m u32 --u32 "$hello" -j REJECT --reject-with tcp-reset ;;
  control-cut)     for name in control.example example.org example.com; do
                     censor -p tcp --dport 443 -m string --algo bm --string $name -j REJECT --reject-with tcp-reset; done ;;
  tcp-drop)        censor -p tcp -d $SITE --dport 443 -j DROP ;;
  tcp-refused)     censor -p tcp -d $SITE --dport 443 --syn -j REJECT --reject-with tcp-reset ;;
  icmp)            censor -p tcp -d $SITE --dport 443 -j REJECT --reject-with icmp-host-unreachable ;;
  host-rst)        censor -p tcp --dport 80 -m string --algo bm --string 'Host: news.example' -j REJECT --reject-with tcp-reset ;;
  page-451)        divert -p tcp -d $SITE --dport 80 -j DNAT --to-destination $BLOCK:80 ;;
  page-302)        divert -p tcp -d $SITE --dport 80 -j DNAT --to-destination $BLOCK:8302 ;;
  mitm)            divert -p tcp -d $SITE --dport 443 -j REDIRECT --to-ports 8443 ;;
  mitm-bare)       divert -p tcp -d $SITE --dport 443 -j REDIRECT --to-ports 8444 ;;
  mitm-sni)        divert -p tcp -d $SITE --dport 443 -j REDIRECT --to-ports 8445 ;;
  mitm-expired)    divert -p tcp -d $SITE --dport 443 -j REDIRECT --to-ports 8447 ;;
  sni-proxy)       divert -p tcp -d $SITE --dport 443 -j REDIRECT --to-ports 8446 ;;
  stall-conn)      censor -p tcp --sport 443 -m connbytes --connbytes 6000: --connbytes-dir reply --connbytes-mode bytes -j DROP ;;
  slow-host)       censor -p tcp -s $SITE --sport 443 -m hashlimit --hashlimit-above 16kb/s --hashlimit-burst 32kb \
                     --hashlimit-mode srcip --hashlimit-name slow -j DROP ;;
  slow-line)       in_ i tc qdisc add dev c1 root tbf rate 64kbit burst 4kb latency 400ms ;;
  dns53)           divert -p udp --dport 53 ! -d 95.56.0.1 -j DNAT --to-destination 95.56.0.1:53 ;;
  dot-blocked)     censor -p tcp --dport 853 -j DROP ;;
  doh-blocked)     censor -p tcp --dport 853 -j DROP; censor -p tcp -d 1.1.1.1 --dport 443 -j DROP ;;
  captive)         divert -p tcp --dport 80 -j DNAT --to-destination 95.56.0.1:8451
                   censor -p tcp --dport 443 -j REJECT --reject-with tcp-reset
                   censor -p tcp --dport 853 -j REJECT --reject-with tcp-reset ;;
  ipv6-broken)     censor6 -j DROP ;;
  *)               echo "lab.sh: no such case: $1" >&2; return 2 ;;
esac; }
CASES='fine far silent loss dnssec dnsmasq hop sni-drop sni-drop-early sni-drop-hello sni-rst sni-fin sni-fin-text sni-residual
sni-residual-long sni-all control-cut tcp-drop tcp-refused icmp host-rst host-fin page-451 page-302 page-in-path mitm mitm-bare mitm-sni
mitm-expired sni-proxy throttle stall stall-conn slow-host slow-line dns-nx dns-bogon dns-filter dns-local dns-wrong
dns-proxy dns-mitm dns-refuse dns-all-one dns-inject dns-inject-nx dns-ghost dns-drop dns-hostile dns53 nx-rewrite
dot-blocked doh-blocked captive ipv6-broken hosts-wrong hosts-right'
# Not the provider's doing: dnsmasq (its resolver is dnsmasq in place of Unbound), hop (a router between it and the
# net, so that a cut comes before the server), dns-hostile (its resolver is hostile-dns.py).

show_rules() {
  WIRE=
  in_() { shift; echo "$@"; }
  lie() { echo "resolver: $1 $2"; }; wire() { echo "wire.py: $1"; }; host() { echo "hosts: $1"; }
  for k in $1; do before "$k"; rules "$k"; done
}
