internal import DNS
internal import OpenSSL
internal import Platform

/// Asks an encrypted resolver: the one witness whose answers nobody on the way can forge or see.
///
/// DNS over TLS first, at each address; where that cannot be reached, DNS over HTTPS. Its
/// certificate must be without a fault and come from a public authority, whatever this computer
/// trusts; only dates are forgiven (`DNSAnswer.isOutOfDate`).
///
/// Every copy shares one connection, which is kept for the whole run; many tasks may ask at once.
struct EncryptedAsker: QuestionAsker {
  private let line: EncryptedLine

  /// Nil when the person wants no encrypted DNS.
  ///
  /// - Throws: `OpenSSLError` when there is no memory.
  init?(
    for survey: Survey, in world: World, trusting pem: [[UInt8]],
    patience: EncryptedPatience = EncryptedPatience()
  ) throws {
    let routes = survey.encryptedResolvers.flatMap(EncryptedRoute.all)
    if routes.isEmpty { return nil }
    line = try EncryptedLine(
      routes,
      try EncryptedSettings(for: survey, in: world, trusting: pem, patience: patience))
  }

  func answers(to questions: [DNSQuestion]) async throws -> [DNSAnswer] {
    try await withThrowingTaskGroup(of: (Int, DNSAnswer).self) { group in
      for (index, question) in questions.enumerated() {
        group.addTask { (index, try await line.ask(question)) }
      }
      var answers: [Int: DNSAnswer] = [:]
      for try await (index, answer) in group { answers[index] = answer }
      return questions.indices.compactMap { answers[$0] }
    }
  }

  /// Whom it may contact.
  static func contacts(for survey: Survey) -> [Contact] {
    survey.encryptedResolvers.flatMap(EncryptedRoute.all).map {
      Contact(host: $0.endpoint.address.description, port: $0.endpoint.port, visible: .encrypted)
    }
  }
}

extension Survey {
  /// The encrypted resolvers that may be asked. Whoever names nothing but programs on this computer
  /// wants these looked at, and not the network around it.
  var encryptedResolvers: [EncryptedResolver] {
    let isAtHome = !resolvers.isEmpty && resolvers.allSatisfy { $0.address.isLoopback }
    return network.encryptedResolvers.filter { !isAtHome || $0.addresses.allSatisfy(\.isLoopback) }
  }
}
