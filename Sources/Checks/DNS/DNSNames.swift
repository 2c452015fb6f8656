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
}
