public import Hygiene
internal import OpenSSL
public import Platform

/// Whether this computer can reach a service over TLS, and whether it is the service.
///
/// Each target goes through the stages look-up, connection, handshake, certificate and answer; the
/// first one that fails is named by one word of a closed list. Nothing is called blocked: that
/// would need a witness on another path.
public struct TLSReach: Check {
  public let id: CheckID = "tls-reach"
  public let version = 1
  public let family = Family.tls

  /// Authorities to trust in place of the computer's own, as PEM texts.
  let authorities: [[UInt8]]?
  let patience: Patience

  public init() { self.init(trusting: nil) }

  init(trusting authorities: [[UInt8]]?, patience: Patience = Patience()) {
    (self.authorities, self.patience) = (authorities, patience)
  }

  /// A survey without targets means the built-in ones.
  private func targets(of survey: Survey) -> [Target] {
    let wanted = survey.targets.isEmpty ? Targets.builtIn : survey.targets
    var seen: Set<String> = []
    return wanted.filter { seen.insert("\($0.host) \($0.port)").inserted }
  }

  public func contacts(for survey: Survey, in world: World) -> [Contact] {
    targets(of: survey).map { Contact(host: $0.host, port: $0.port, visible: .connection) }
  }

  public func gather(
    from world: World, about survey: Survey
  ) async throws -> [Observation<TLSFacts>] {
    let settings = try TLSSettings(trusting: authorities ?? trustStore(of: world))
    let measurement = TLSMeasurement(
      network: world.network, settings: settings, patience: patience,
      now: world.clock.now.secondsSinceEpoch)
    let facts = await measurement.facts(of: targets(of: survey))
    try Task.checkCancellation()
    return facts.map { facts in
      Observation(subject(of: facts), facts, confidence: TLSVerdict(facts).confidence)
    }
  }

  private func subject(of facts: TLSFacts) -> String {
    facts.host.contains(":") ? "[\(facts.host)]:\(facts.port)" : "\(facts.host):\(facts.port)"
  }

  public func judge(_ facts: TLSFacts) -> Outcome {
    TLSVerdict(facts).outcome(for: facts.role)
  }

  public var examples: [(TLSFacts, Outcome)] { TLSExamples.all }
}
