internal import Hygiene
internal import Platform

/// How a domain is looked at; tests have servers of their own.
struct DomainProbe: Sendable {
  var webPort: UInt16 = 443
  var clearPort: UInt16 = 80
  var mailPort: UInt16 = 25
  var namePort: UInt16 = 53
  /// Authorities to trust in place of the computer's own, as PEM texts.
  var authorities: [[UInt8]]?
  var patience = Patience()
  /// Who is asked about names.
  var makesAsker: @Sendable (Survey, World) throws -> any QuestionAsker = bestAsker

  func look(at survey: Survey, in world: World) throws -> DomainLook {
    try DomainLook(self, survey, in: world)
  }

  /// Whom the questions of a survey go to.
  func asked(for survey: Survey, in world: World) -> [Contact] {
    let encrypted = survey.resolvers.isEmpty ? EncryptedAsker.contacts(for: survey) : []
    if !encrypted.isEmpty { return encrypted }
    return DNSProbe().resolvers(for: survey, in: world).prefix(1).map {
      Contact(host: $0.address, port: $0.port, visible: .name)
    }
  }
}

/// The resolver that the person named; else the encrypted one, so that a resolver that lies does not
/// judge the domain.
///
/// - Throws: `CheckRefusal` when there is none.
@Sendable func bestAsker(for survey: Survey, in world: World) throws -> any QuestionAsker {
  if survey.resolvers.isEmpty,
    let witness = try survey.run.witness(for: survey, in: world, trusting: trustStore(of: world))
  {
    return witness
  }
  return try clearAsker(for: survey, in: world)
}

/// The resolver that the person named, else the first that this computer asks, in clear text.
///
/// - Throws: `CheckRefusal` when there is none.
@Sendable func clearAsker(for survey: Survey, in world: World) throws -> any QuestionAsker {
  let resolvers = DNSProbe().resolvers(for: survey, in: world)
  guard let endpoint = resolvers.lazy.compactMap(\.endpoint).first else {
    throw CheckRefusal(.unknown(because: .notPresent))
  }
  return DNSAsker(endpoint, in: world, patience: DNSProbe().patience)
}
