public import Hygiene
internal import OpenSSL
public import Platform

/// Whether this computer can reach a page over TLS or in clear text, and whether it is the page.
///
/// Each target goes through look-up, connection, handshake and reading, at every address and at every
/// redirect; each step is one record with one word of a closed list. What they say together is
/// judged by a ladder of evidence (`ReachJudgement`): "blocked" needs a proof, and what only looks
/// like it is a suspicion or undecided.
public struct TLSReach: Check {
  public let id: CheckID = "tls-reach"
  public let version = 2
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
    return wanted.filter { seen.insert($0.url).inserted }
  }

  public func contacts(for survey: Survey, in world: World) -> [Contact] {
    let pages = targets(of: survey).map(\.page)
    return ReachPlan(survey: survey, pages: pages, files: world.files).contacts
  }

  public func gather(
    from world: World, about survey: Survey
  ) async throws -> [Observation<ReachFacts>] {
    let pem = authorities ?? trustStore(of: world)
    let tls = try TLSSettings(trusting: pem)
    let network = survey.network
    let kit = ProbeKit(
      network: world.network, tls: tls, publicRoots: network.publicRoots,
      interceptors: network.interceptors, fingerprints: network.fingerprints,
      patience: patience, now: world.clock.now.secondsSinceEpoch)
    let setup = ResolverSetup(from: world.files)
    let run = ReachRun(
      kit: kit, settings: network, randomness: world.randomness,
      witness: try survey.run.witness(for: survey, in: world, trusting: pem),
      resolvers: setup.direct.compactMap(\.endpoint).map {
        DNSAsker($0, in: world, patience: patience.resolve)
      },
      hostsFile: hostsFileNames(in: world.files),
      tunnel: Tunnel(from: world.files).kind == .vpn ? "vpn" : nil, authorities: tls.authorities,
      noted: survey.noted)
    let facts = await run.facts(of: targets(of: survey))
    if facts.isEmpty { try Task.checkCancellation() }
    return facts.map { Observation($0.url, $0, confidence: ReachJudgement($0).confidence) }
  }

  public func judge(_ facts: ReachFacts) -> Outcome {
    ReachJudgement(facts).verdict.outcome(for: facts.role)
  }

  public var examples: [(ReachFacts, Outcome)] { ReachExamples.all }
}
