# names.sh: the resolvers, the root-like server and the signed zones. Read by lab.sh.

resolver() { # node address identity lines
  cat > "$3.conf" <<X
server:
  interface: $2
  access-control: 0.0.0.0/0 allow
  do-daemonize: no
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  logfile: "$PWD/$3.log"
  do-ip6: no
  module-config: "iterator"
  identity: "$3"
$4
remote-control:
  control-enable: no
X
  in_ "$1" unbound -c "$PWD/$3.conf" &
}
data() { # what the honest resolver knows: name, type, value
  while read -r name type value; do echo "  local-data: \"$name. 60 $type $value\""; done <<X
news.example A $SITE
control.example A $SITE
example.org A $SITE
example.com A $SITE
rights.example A $SITE
rights.example A $SECOND
rights.example AAAA $SITE6
wild.example A $SITE
hostile-dns.example A $SITE
hostile.example A $HOSTILE
wrong.example A $SITE
expired.example A $SITE
self.example A $SITE
challenge.example A $SITE
xn--80aa3cf85b.example A $SITE
down.example A 95.57.0.2
silent.example A 95.58.0.99
private.example A 10.0.0.5
local.example A 127.0.0.1
zero.example A 0.0.0.0
empty.example TXT x
alias.example CNAME empty.example.
detectportal.firefox.com A $SECOND
qnamemintest.internet.nl TXT NO
X
}
names() {
  resolver n 1.1.1.1 lab01 "  hide-version: yes
  interface: 1.1.1.1@853
  interface: 1.1.1.1@443
  tls-service-key: $PWD/dns.key
  tls-service-pem: $PWD/dns.pem
  local-zone: \".\" static
  local-zone: \"wild.example.\" redirect
  local-zone: \"hostile.example.\" redirect
  local-zone: \"hostile-dns.example.\" redirect
$(data)"
  if has dns-hostile; then
    in_ i "$here/hostile-dns.py" 95.56.0.1 1.1.1.1 2> hostile-dns.err &
  elif has dnsmasq; then lies_to_dnsmasq
  else
    resolver i 95.56.0.1 isp-resolver-7 "$(lies_to_unbound)
$(! has dnssec || stubs)
forward-zone:
  name: \".\"
  forward-addr: 1.1.1.1"
  fi
  root_like
}
lies_to_unbound() {
  while read -r name what; do case $what in
    nx)     echo "  local-zone: \"$name\" always_nxdomain" ;;
    refuse) echo "  local-zone: \"$name\" refuse" ;;
    *)      echo "  local-zone: \"$name\" redirect"; echo "  local-data: \"$name 60 A $what\"" ;;
  esac; done < lies
}
lies_to_dnsmasq() {
  { printf '%s\n' keep-in-foreground user=root group=root bind-interfaces listen-address=95.56.0.1 no-resolv no-hosts \
      pid-file= log-facility="$PWD/dnsmasq.log" server=1.1.1.1 server=/lab/verteiltesysteme.net/dnssec-failed.org/95.58.0.53
    while read -r name what; do
      [ "$name" != . ] || name='#'
      case $what in
        nx)     echo "local=/$name/" ;;
        refuse) echo "lab.sh: dnsmasq cannot refuse one name" >&2; exit 2 ;;
        *)      echo "address=/$name/$what"; [ "$name" = '#' ] || echo "local=/$name/" ;;
      esac; done < lies
  } > dnsmasq.conf
  in_ i dnsmasq -C "$PWD/dnsmasq.conf" &
}
root_like() {
  mkdir knot
  printf '%s\n' '$ORIGIN .' '$TTL 300' '@ SOA a.root-servers.test. nstld.test. 1 1800 900 604800 86400' \
    '@ NS a.root-servers.test.' 'a.root-servers.test. A 193.0.14.129' 'com. NS a.gtld.test.' \
    'a.gtld.test. A 95.58.0.99' > knot/root.zone
  printf '%s\n' 'server:' '  listen: 193.0.14.129@53' "  rundir: $PWD/knot" '  identity: a-root-lab1' 'database:' \
    "  storage: $PWD/knot" 'template:' '  - id: default' "    storage: $PWD/knot" 'zone:' '  - domain: .' \
    '    file: root.zone' > knot.conf
  in_ n knotd -c "$PWD/knot.conf" > knot.log 2>&1 &
}
zone() { printf '%s\n' "\$ORIGIN $1." '$TTL 300' "@ SOA ns hostmaster 1 3600 600 86400 60" '@ NS ns' 'ns A 95.58.0.53' "www A $SITE"; }
broken="DS 12345 13 2 $(printf 'A%.0s' $(seq 64))"
apart() { printf '%s\n' "$1 NS ns.$1" "ns.$1 A 95.58.0.53"; shift; [ $# = 0 ] || echo "$*"; }  # a delegation
# lab: good. badsig.lab: signed, but its DS at the parent is of another key. insecure.lab: no DS. The names of public
# test zones stand for themselves: sigok… is signed, sigfail… and dnssec-failed.org are signed by nobody's key.
signed() {
  for a in 95.58.0.53/32 9.9.9.9/32; do ip -n n addr add $a dev n0; done
  mkdir signed signed/db
  { zone lab; lab_names; apart badsig "badsig $broken"; apart insecure; } > signed/lab.zone
  { zone verteiltesysteme.net; echo "sigok A $SITE"; apart sigfail "sigfail $broken"; } > signed/verteiltesysteme.net.zone
  for z in badsig.lab insecure.lab sigfail.verteiltesysteme.net dnssec-failed.org; do
    { zone $z; echo "@ A $SECOND"; } > signed/$z.zone; done
  cat > signed.conf <<X
server:
  listen: 95.58.0.53@53
  rundir: $PWD/signed
database:
  storage: $PWD/signed/db
policy:
  - id: p
    algorithm: ecdsap256sha256
template:
  - id: default
    storage: $PWD/signed
    zonefile-sync: -1
    journal-content: all
    zonefile-load: difference
zone:
  - domain: insecure.lab
X
  for z in lab badsig.lab verteiltesysteme.net sigfail.verteiltesysteme.net dnssec-failed.org; do
    printf '%s\n' "  - domain: $z" '    dnssec-signing: on' '    dnssec-policy: p' >> signed.conf; done
  in_ n knotd -c "$PWD/signed.conf" > signed.log 2>&1 &
  echo "dnssec-failed.org. IN $broken" > anchors
  for z in lab verteiltesysteme.net; do key $z; done
  resolver n 9.9.9.9 res100.lab.rrdns.pch.net "  module-config: \"validator iterator\"
  trust-anchor-file: \"$PWD/anchors\"
  ede: yes
$(stubs)
forward-zone:
  name: \".\"
  forward-addr: 1.1.1.1"
  in_ i "$here/strip.py" 95.56.0.7 9.9.9.9 2> strip.err &
}
stubs() { for z in lab verteiltesysteme.net dnssec-failed.org; do
  printf '%s\n' stub-zone: "  name: $z" '  stub-addr: 95.58.0.53'; done; }
key() { # waits until a zone is signed; `anchor` is that of lab alone
  k=0; : > anchor.new
  until [ -s anchor.new ]; do
    k=$((k + 1)); [ $k -lt 60 ] || { cat signed.log >&2; exit 70; }; sleep 0.1
    in_ n kdig +short +retry=0 +timeout=1 @95.58.0.53 $1 DNSKEY | sed -n "s/^257/$1. IN DNSKEY 257/p" > anchor.new
  done
  [ "$1" != lab ] || cp anchor.new anchor
  cat anchor.new >> anchors
}
lab_names() { cat <<X
desk A $SITE
mta-sts.desk A $SITE
desk CAA 0 issue "ca.example"
desk MX 10 www
desk TXT "v=spf1 mx -all"
_dmarc.desk TXT "v=DMARC1; p=reject; rua=mailto:d@desk.lab"
_mta-sts.desk TXT "v=STSv1; id=20260101T000000"
_smtp._tls.desk TXT "v=TLSRPTv1; rua=mailto:t@desk.lab"
sel1._domainkey.desk TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
bare A $SITE
bare MX 10 www
loose A $SITE
loose TXT "v=spf1 +all"
loose TXT "v=spf1 -all"
_dmarc.loose TXT "v=DMARC1; p=none"
rebind A 192.168.1.1
big TXT ( $(for k in 1 2 3 4 5 6 7 8 9; do printf '"%0250d" ' $k; done) )
X
}
