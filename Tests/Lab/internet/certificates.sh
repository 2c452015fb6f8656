# certificates.sh: the lab's public root, the interceptor's, and what they signed. Read by lab.sh.

quietly() { "$@" 2> said || { cat said >&2; exit 70; }; }
fresh() { quietly openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$1.key" -subj "$2" -out "$1.csr"; }
certificate() { # file subject names signer [clock]: valid for 20 days from the clock's time, with the signer's chain
  fresh "$1" "$2"
  printf 'subjectAltName=%s\nauthorityKeyIdentifier=keyid\nbasicConstraints=critical,CA:FALSE\n' "$3" > "$1.ext"
  quietly ${5:+faketime -f "$5"} openssl x509 -req -in "$1.csr" -CA "$4.crt" -CAkey "$4.key" -set_serial 0x$(openssl rand -hex 8) \
    -days 20 -extfile "$1.ext" -out "$1.leaf"
  cat "$1.leaf" "$4.crt" > "$1.pem"
}
authority() { # file subject: a root that lives 30 days
  quietly openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$1.key" -out "$1.crt" -subj "$2" -days 30
}
certificates() {
  authority ca '/CN=Lab Public Root'
  authority kz '/CN=Information Security Certification Authority/O=ISCA/C=KZ'
  certificate good /CN=news.example "$(san news.example control.example rights.example www.example.com example.org \
    example.com '*.wild.example' '*.hostile-dns.example' desk.lab mta-sts.desk.lab challenge.example xn--80aa3cf85b.example)" ca
  certificate fake /CN=news.example DNS:news.example kz
  certificate fake-expired /CN=news.example DNS:news.example kz -25d
  certificate wrong /CN=other.example DNS:other.example ca
  certificate expired /CN=expired.example DNS:expired.example ca -25d
  certificate hostile /CN=hostile.example 'DNS:*.hostile.example' ca
  authority self /CN=self.example; cp self.crt self.pem
  certificate dns /CN=one.one.one.one "$(san one.one.one.one cloudflare-dns.com),IP:1.1.1.1" ca
}
san() { printf 'DNS:%s' "$1"; shift; printf ',DNS:%s' "$@"; }
