internal import Platform

/// The names that the DNS checks ask about.
///
/// Nobody's name is ours: these belong to registries and to people who run test zones, so they may
/// vanish, and a check that gets no sense out of one takes the next.
struct DNSNames: Sendable {
  /// A name that exists and that everybody asks.
  var existing = "example.org"
  /// Zones without a wildcard, under which a random name does not exist. An organisation's own
  /// domain is not among them, because it may well have a wildcard.
  var top = "com", ordinary = "example.org"
  /// A zone that never exists (RFC 6761 §6.4). Many resolvers answer for it themselves, so it
  /// proves nothing alone.
  var invalid = "invalid"
  /// Signed names that validate.
  var good = ["sigok.verteiltesysteme.net", "sigok.ippacket.stream"]
  /// Names whose signatures are broken on purpose. The first two are run by different people.
  var bad = ["sigfail.verteiltesysteme.net", "dnssec-failed.org", "sigfail.ippacket.stream"]
  /// A name below the top of the tree, which a root server does not know and so refers onward.
  var referred = "www.example.com"
  /// Names that are answered with the address of whoever asks, by type TXT and by type A.
  var whoamiText = ["o-o.myaddr.l.google.com", "whoami.ds.akahelp.net"]
  var whoamiAddress = ["whoami.akamai.net", "whoami.v4.powerdns.org"]
  /// The networks from which Google's resolver asks onward.
  var googleNetworks = "locations.publicdns.goog"
  /// The zone of the trust-anchor sentinel (RFC 8509), and a name with broken signatures.
  var sentinel = "d2a8n3.rootcanary.net", sentinelBogus = "bogus.d2a8n1.rootcanary.net"
  /// A name whose answer tells whether the question came in pieces (RFC 9156).
  var minimisation = "qnamemintest.internet.nl"
  /// A name that leads into a private network, and one of the same zone that does not.
  var rebinding = "192-168-0-1.sslip.io", rebindingControl = "1-1-1-1.sslip.io"
}

/// Twelve letters that nobody has registered.
func randomLabel(from randomness: any Randomness) throws -> String {
  String(decoding: try randomness.bytes(12).map { UInt8(ascii: "a") + $0 % 26 }, as: UTF8.self)
}
