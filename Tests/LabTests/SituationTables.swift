import TestKit

private let https = "https://news.example/", http = "http://news.example/"
/// An innocent page that redirects to the target.
private let second = "https://control.example/to-news",
  secondHTTP = "http://control.example/to-news"
private let clear = "undecided +cleartext-unverified"
private typealias P = Situation.Page

// The numbers are those of the list of situations that the checks were designed by.
extension Situation {
  /// 1–3, 19, 20, 38, 39: nothing on the way, and what is a site's own fault.
  static let honest: [Situation] = [
    Situation(
      "fine", P(https, "reachable -dns-differs"), P(http, clear), P(second, "reachable"),
      P(secondHTTP, clear), P("https://news.example/big", "reachable"),
      P("https://Сақта.example/", "reachable", "resolve system xn--80aa3cf85b.example"),
      P("http://Сақта.example/", clear), P("https://rights.example/", "reachable"),
      P("https://n7.wild.example/", "reachable"), P("https://news.example/legal", "reachable")),
    Situation("fine+dnsmasq", P(https, "reachable -dns-differs"), P(http, clear)),
    Situation("far", P(https, "reachable"), P(http, clear), P(second, "reachable")),
    Situation("sni-proxy", level: 3, P(https, "reachable"), P(http, clear), P(second, "reachable")),
    Situation(
      "fine", level: 3, P("https://expired.example/", "broken-cert", "handshake bad-date"),
      P("https://wrong.example/", "broken-cert", "handshake wrong-name"),
      P("https://self.example/", "suspect-interception", "handshake unknown-authority"),
      P("https://challenge.example/", "challenge"), P("http://challenge.example/", "undecided"),
      P("https://news.example/bad-redirect", "broken-redirect", "read bad-redirect"),
      P("http://news.example/bad-redirect", "broken-redirect", "read bad-redirect"),
      P("https://news.example/hop/1", "undecided +too-many-redirects", "read too-many-redirects"),
      P("https://news.example/loop", "undecided", "read too-many-redirects"),
      P("http://news.example/loop", "undecided", "read too-many-redirects")),
    Situation(
      "fine", level: 3, P("https://down.example/", "undecided", "connect refused"),
      P("http://down.example/", "undecided", "connect refused"),
      P("https://silent.example/", "undecided", "connect timeout"),
      P("http://silent.example/", "undecided", "connect timeout")),
    Situation(
      "fine", P("https://gone.example/", "broken-dns", "resolve system nxdomain"),
      P("http://gone.example/", "broken-dns"), P("https://alias.example/", "broken-dns"),
      P("https://empty.example/", "broken-dns"),
      P("https://private.example/", "broken-dns", "resolve bogon", never: ["connect 10.0.0.5"]),
      P("https://local.example/", "broken-dns", never: ["connect 127.0.0.1"]),
      P("https://zero.example/", "broken-dns", never: ["connect 0.0.0.0"]),
      P("https://control.example/to-gone", "broken-dns"),
      P("https://control.example/to-private", "broken-dns", never: ["connect 10.0.0.5"])),
    Situation(
      "fine", encryptedDNS: "none", control: "reachable +no-trusted-dns",
      P("https://gone.example/", "undecided +no-trusted-dns"),
      P("https://alias.example/", "undecided +no-trusted-dns"),
      P("https://empty.example/", "undecided +no-trusted-dns"),
      P("https://private.example/", "undecided +no-trusted-dns")),
  ]

  /// 4–9, 44, 46: a connection is cut.
  static let cut: [Situation] = [
    Situation(
      "sni-drop",
      P(https, "suspect-sni", "handshake timeout client-hello", never: ["connect timeout"]),
      P(second, "suspect-sni", "handshake timeout client-hello"), P(http, clear)),
    Situation(
      "sni-drop-hello", level: 3, P(https, "blocked-sni", "handshake timeout client-hello")),
    Situation(
      "sni-rst", P(https, "suspect-sni", "handshake reset client-hello", never: ["connect reset"]),
      P(second, "suspect-sni"), P(http, clear)),
    Situation(
      "sni-rst+dnsmasq", level: 3, P(https, "blocked-sni !medium"), P(second, "blocked-sni")),
    Situation(
      "sni-fin", P(https, "suspect-sni", "handshake eof client-hello"), P(second, "suspect-sni")),
    Situation("sni-fin", level: 3, P(https, "blocked-sni"), P(second, "blocked-sni")),
    Situation(
      "sni-fin-text", P(https, "suspect-sni", "handshake not-tls Middlebox"),
      P(second, "suspect-sni")),
    Situation("sni-fin-text", level: 3, P(https, "blocked-sni")),
    Situation("sni-residual", level: 3, control: nil, P(https, "blocked-sni")),
    // The second try meets what is left of the first and does not even connect.
    Situation(
      "sni-residual-long", level: 3, control: nil, P(https, "blocked-sni|suspect-sni|undecided")),
    // A box before the server; and one that swallows, whose silence proves nothing of where it is.
    Situation("hop+sni-rst", level: 4, P(https, "blocked-sni !high")),
    Situation("sni-drop-early", level: 4, P(https, "blocked-sni")),
    // Whoever cuts every name has nothing against this one.
    Situation(
      "sni-all", level: 3, control: "suspect-sni|undecided", P(https, "suspect-sni|undecided")),
    Situation(
      "sni-rst+control-cut", level: 3, control: "suspect-sni|undecided|blocked-sni",
      P(https, "suspect-sni|undecided")),
    Situation(
      "control-cut", level: 1, control: "suspect-sni", P(https, "reachable"), P(http, clear)),
    Situation(
      "doh-blocked+sni-rst", level: 3, control: "reachable +no-trusted-dns",
      P(https, "blocked-sni|suspect-sni|undecided +no-trusted-dns")),
    Situation(
      "tcp-drop", level: 3, control: "undecided", P(https, "undecided", "connect timeout"),
      P(second, "undecided"), P(secondHTTP, clear), P(http, clear)),
    Situation(
      "tcp-refused", level: 3, control: "undecided", P(https, "undecided", "connect refused"),
      P(http, clear), P(second, "undecided")),
    Situation(
      "icmp", level: 3, control: "undecided", P(https, "undecided", "connect host-unreachable"),
      P(http, clear), P(second, "undecided")),
  ]

  /// 10–18: pages and certificates that are not the site's.
  static let forged: [Situation] = [
    Situation(
      "host-rst", P(https, "reachable"), P(http, "suspect-http", "read reset request"),
      P(secondHTTP, "suspect-http"), P(second, "reachable")),
    Situation(
      "host-fin", P(https, "reachable"), P(http, "suspect-http", "read eof request"),
      P(secondHTTP, "suspect-http")),
    Situation(
      "page-451", P(https, "reachable !high"), P(http, "blocked-http !high"), P(second, "reachable")
    ),
    Situation("page-302", P(https, "reachable"), P(http, "blocked-http")),
    Situation("page-in-path", P(https, "reachable"), P(http, "suspect-http")),
    Situation(
      "mitm", with: listed, control: "intercepted", P(https, "intercepted"), P(http, "intercepted"),
      P(second, "intercepted")),
    Situation(
      "mitm", control: "suspect-interception", P(https, "suspect-interception"),
      P(second, "suspect-interception")),
    Situation("mitm-bare", with: listed, control: "intercepted", P(https, "intercepted !medium")),
    Situation("mitm-bare", control: "suspect-interception", P(https, "suspect-interception")),
    Situation("mitm-sni", with: listed, P(https, "intercepted"), P(second, "intercepted")),
    Situation(
      "mitm-sni", with: listed, trust: "both", P(https, "intercepted +local-root"),
      P(http, "intercepted")
    ),
    Situation("mitm-sni", trust: "both", P(https, "suspect-interception +local-root")),
    Situation(
      "mitm-expired", with: listed, control: "intercepted",
      P(https, "intercepted", "handshake unknown-authority")),
    Situation(
      "mitm", with: listed, under: ["faketime", "-f", "+25d"], control: "intercepted",
      P(https, "intercepted")),
  ]
  private static let listed = ["--interceptors", "kz.crt"]

  /// 21–33: names lead elsewhere.
  static let names: [Situation] = [
    Situation(
      "dns-nx", P(https, "blocked-dns +opens-with-encrypted-dns", "resolve system nxdomain"),
      P(http, "blocked-dns"), P(second, "blocked-dns +opens-with-encrypted-dns"),
      P(secondHTTP, "blocked-dns")),
    Situation("dns-nx+dnsmasq", P(https, "blocked-dns !medium"), P(second, "blocked-dns")),
    Situation(
      "dns-bogon", P(https, "blocked-dns", "resolve system bogon", never: ["connect 10.10.20.30"]),
      P(http, "blocked-dns")),
    Situation("dns-bogon+dnsmasq", P(https, "blocked-dns"), P(second, "blocked-dns")),
    Situation(
      "dns-filter", P(https, "blocked-dns +dns-filter"), P(http, "blocked-dns +dns-filter")),
    Situation("dns-local", P(https, "blocked-dns -dns-filter"), P(http, "blocked-dns")),
    Situation(
      "dns-wrong", P(https, "blocked-dns +dns-differs +opens-with-encrypted-dns"),
      P(http, "blocked-dns|blocked-http +dns-differs"), P(second, "blocked-dns")),
    Situation("dns-wrong+dnsmasq", P(https, "blocked-dns +dns-differs")),
    Situation(
      "dns-mitm", with: listed, P(https, "intercepted +dns-differs"), P(second, "intercepted")),
    Situation("dns-mitm", P(https, "suspect-interception|blocked-dns +dns-differs")),
    Situation(
      "dns-proxy", P(https, "reachable +dns-differs"), P(http, clear),
      P(second, "reachable +dns-differs")),
    Situation("dns-proxy+dnsmasq", P(https, "reachable +dns-differs")),
    Situation(
      "dns-refuse", P(https, "blocked-dns", "resolve udp:95.56.0.1 refused"), P(http, "blocked-dns")
    ),
    Situation(
      "dns-drop", P(https, "blocked-dns", "resolve udp:95.56.0.1 timeout"), P(second, "blocked-dns")
    ),
    Situation(
      "dns-inject", P(https, "blocked-dns +dns-injected +dns-differs"),
      P(http, "blocked-dns +dns-injected")),
    Situation(
      "dns-inject-nx", P(https, "blocked-dns +dns-injected"), P(second, "blocked-dns +dns-injected")
    ),
    Situation(
      "dns-ghost", P("https://gone.example/", "suspect-dns"),
      P("http://gone.example/", "suspect-dns"),
      P("https://control.example/to-gone", "suspect-dns"), P(https, "reachable")),
    Situation("dns-wrong+sni-rst", P(https, "suspect-dns +dns-differs")),
    Situation("dns-wrong+sni-rst", level: 3, P(https, "blocked-sni +dns-differs")),
    Situation("dot-blocked", P(https, "reachable"), P(http, clear)),
    Situation(
      "doh-blocked", control: "reachable +no-trusted-dns", P(https, "reachable +no-trusted-dns"),
      P(http, "\(clear) +no-trusted-dns")),
    Situation(
      "dns-nx+doh-blocked", level: 3, control: nil, P(https, "undecided +no-trusted-dns"),
      P(http, "undecided"),
      P("https://gone.example/", "undecided +no-trusted-dns")),
    Situation("dns-bogon+doh-blocked", control: nil, P(https, "undecided +no-trusted-dns")),
    Situation("dns-filter+doh-blocked", control: nil, P(https, "undecided +no-trusted-dns")),
    Situation("dns-wrong+doh-blocked", control: nil, P(https, "undecided +no-trusted-dns")),
    Situation(
      "hosts-wrong", P(https, "undecided +hosts-file"),
      P(http, "undecided|blocked-http +hosts-file")),
    Situation("hosts-right", P(https, "reachable +hosts-file"), P(http, clear)),
  ]

  /// 34–37, 40–43, 47: what holds for the whole network or computer.
  static let networks: [Situation] = [
    Situation("dns53", P(https, "reachable"), P(http, clear)),
    Situation("nx-rewrite", P(https, "reachable"), P(http, clear)),
    Situation(
      "captive", control: "captive", P(https, "captive|no-network"), P(http, "captive|no-network"),
      P(second, "captive|no-network")),
    Situation(
      "dns-all-one", control: "captive|no-network", P(https, "captive|no-network"),
      P(http, "captive|no-network")),
    Situation(
      "dns-all-one+dnsmasq", control: "captive|no-network", P(https, "captive|no-network")),
    Situation(
      "throttle", level: 2, P("https://news.example/big", "suspect-throttling"),
      P("https://control.example/big", "reachable")),
    Situation(
      "slow-host", level: 2, P("https://news.example/big", "reachable|undecided"),
      P("https://control.example/big", "reachable|undecided")),
    Situation(
      "slow-line", level: 2, P(https, "reachable"),
      P("https://news.example/big", "reachable|undecided")),
    Situation(
      "loss", level: 2, control: "reachable|undecided", P(https, "reachable|undecided"),
      P("https://rights.example/", "reachable|undecided"),
      P("https://n1.wild.example/", "reachable|undecided"),
      P("https://n2.wild.example/", "reachable|undecided"),
      P("https://n3.wild.example/", "reachable|undecided")),
    Situation("stall", P("https://news.example/big", "suspect-http", "read timeout body")),
    Situation("stall-conn", P("https://news.example/big", "suspect-http", "read timeout")),
    Situation(
      "ipv6-broken", P("https://rights.example/", "reachable +ipv6-broken"), P(https, "reachable")),
    Situation(
      "fine", under: ["faketime", "2020-01-01"], control: "reachable|clock +clock",
      P(https, "reachable|clock|undecided +clock"), P(http, "undecided|clock")),
    Situation(
      "fine", under: ["faketime", "-f", "+25d"], control: "broken-cert|clock|undecided",
      P(https, "broken-cert|clock|undecided")),
  ]

  /// Names and sites that are made to hang, fill or deceive whoever asks.
  static let hostile: [Situation] = [
    Situation(
      "dns-hostile",
      pages: [
        "loop", "far", "id", "question", "count", "half", "short", "many", "drip", "flood",
        "escape", "long", "chain",
      ].map {
        P("https://\($0).hostile-dns.example/", "reachable|undecided|blocked-dns|suspect-dns")
      }),
    Situation(
      "fine",
      pages: [
        "head", "drip", "body", "garbage", "flood", "silent", "escapes", "name", "chain",
        "redirect",
      ].map {
        P("https://\($0).hostile.example/", harmless)
      }),
    Situation(
      "fine",
      pages: ["head", "drip", "body", "garbage", "flood", "silent", "escapes", "redirect"].map {
        P("http://\($0).hostile.example/", harmless)
      }),
  ]
  private static let harmless =
    "reachable|undecided|suspect-sni|suspect-http|suspect-throttling|suspect-interception|broken-cert|broken-redirect"

  private init(_ cases: String, pages: [Page]) {
    (self.cases, self.pages, deadline) = (
      cases, pages + [Page("https://control.example/", "reachable")], 120
    )
  }

  static let all = [honest, cut, forged, names, networks, hostile].joined()
    .filter { SmallInternet.canMake($0.cases) }
}
