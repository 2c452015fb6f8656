internal import DNS
internal import Hygiene
internal import Platform

/// Whom the DNS checks ask beside the resolvers under test, always at fixed addresses.
struct DNSPlaces: Sendable {
  /// Root servers: the K root and the L root.
  var roots = known("193.0.14.129", "199.7.83.42")
  /// Public resolvers that say in a known form which of their machines answered.
  var identified = known("1.1.1.1", "9.9.9.9")
  /// An address that is not routed (RFC 2544), so that nobody can answer from it.
  var blackHole = known("198.18.0.1")

  private static func known(_ addresses: String...) -> [Endpoint] {
    addresses.compactMap { IPAddress($0) }.map { Endpoint($0, port: 53) }
  }
}

/// Who is asked over an encrypted connection beside the resolver, because nobody on the way can
/// forge that answer.
struct DNSWitness: Sendable {
  /// Nil when there is none, as when the person wants none.
  let asker: @Sendable (Survey, World) -> (any QuestionAsker)?
  let contacts: @Sendable (Survey) -> [Contact]

  /// The encrypted resolver of the survey, over the connection that all checks of a run share.
  static let encrypted = DNSWitness(
    asker: { try? $0.run.witness(for: $0, in: $1, trusting: trustStore(of: $1)) },
    contacts: { EncryptedAsker.contacts(for: $0) })

  static let none = DNSWitness(asker: { _, _ in nil }, contacts: { _ in [] })
}
