internal import DNS
internal import Hygiene
internal import Platform

/// Whether signed names reach this computer unchanged. saqta follows the signatures itself, from the
/// keys of the root down (DNSSEC), with what the resolver hands over.
///
/// A resolver, or something before it, that leaves signatures out would make every name look forged,
/// so the keys of the root are asked for first: without signatures there, nothing was learnt. A name
/// whose signatures do not fit is asked of encrypted DNS too. If they fit there, and the keys found there
/// did not sign what the resolver says, the answer was changed, which is proved; if not, the fault is the
/// name's own, or this computer's clock is wrong.
struct DNSValidation: ResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    let resolver: Resolver
    /// Where the keys of the root come from: a file, or `built-in`.
    let anchors: String
    let names: [Name]
  }

  struct Name: Codable, Hashable, Sendable {
    let seen: Validated
    /// Only where signatures did not fit: what the resolver claims nevertheless, the same name through
    /// encrypted DNS, and the resolver's last answer by the keys that were found there.
    var claimed: [String] = []
    var witness: Validated?
    var crossed: Validated?

    /// Signed otherwise, and not merely without its signatures.
    fileprivate var isForged: Bool {
      guard seen.verdict == .bogus, witness?.verdict == .secure, crossed?.verdict == .bogus else {
        return false
      }
      let truth = witness?.addresses ?? []
      return Set(claimed).isDisjoint(with: truth) && !(claimed.isEmpty && truth.isEmpty)
    }
    fileprivate var isSecure: Bool { seen.verdict == .secure || crossed?.verdict == .secure }
  }

  let id: CheckID = "dns-validation"
  let version = 1
  let probe: DNSProbe
  /// In place of those of this computer.
  let anchors: TrustedRecords?
  let authorities: [[UInt8]]?

  init() { self.init(DNSProbe()) }

  init(
    _ probe: DNSProbe, anchors: TrustedRecords? = nil, trusting authorities: [[UInt8]]? = nil
  ) {
    (self.probe, self.anchors, self.authorities) = (probe, anchors, authorities)
  }

  func contacts(for survey: Survey, in world: World) -> [Contact] {
    probe.resolvers(for: survey, in: world).map {
      Contact(host: $0.address, port: $0.port, visible: .name)
    } + EncryptedAsker.contacts(for: survey)
  }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    guard let (anchors, source) = anchors.map({ ($0, "") }) ?? systemAnchors(in: world) else {
      throw CheckRefusal(.unknown(because: .failed))
    }
    let witness = try EncryptedAsker(
      for: survey, in: world, trusting: authorities ?? trustStore(of: world))
    let now = world.clock.now.secondsSinceEpoch
    let own = survey.targets.filter { $0.role == .own && IPAddress($0.host) == nil }.map(\.host)
    var seen: Set<String> = []
    let names = ([probe.names.existing] + own).filter { seen.insert($0).inserted }.prefix(4)
    return try await probe.observe(survey, in: world) { resolver, asker in
      var walk = SignatureWalk(asker, from: anchors, at: now)
      var other = witness.map { SignatureWalk($0, from: anchors, at: now) }
      var found: [Name] = []
      for name in names {
        var each = Name(seen: try await walk.validate(name))
        if each.seen.verdict == .bogus {
          each.claimed = try await walk.claimed(name)
          each.witness = try await other?.validate(name)
          if let other { each.crossed = try await walk.validate(name, withKeysOf: other) }
        }
        found.append(each)
      }
      return Facts(resolver: resolver, anchors: source, names: found)
    }
  }

  /// The keys of the root as Debian's `dns-root-data` brings them, which lives longer than we do.
  private func systemAnchors(in world: World) -> (TrustedRecords, String)? {
    let path = "/usr/share/dns/root.key"
    if let text = try? world.files.read(path, atMost: 1 << 16, followingLinks: true),
      let anchors = TrustedRecords(anchors: String(decoding: text, as: UTF8.self))
    {
      return (anchors, path)
    }
    return TrustedRecords.root.map { ($0, "built-in") }
  }

  func judge(_ facts: Facts) -> Outcome {
    if facts.names.contains(where: \.isForged) { return .problem }
    if let bogus = facts.names.first(where: { $0.seen.verdict == .bogus && !$0.isSecure }) {
      if [bogus.seen, bogus.witness].contains(where: { $0?.reason == .outOfDate }) {
        return .unknown(because: Reason.clock)
      }
      return switch bogus.witness?.verdict {
      case .bogus: .unknown(because: DNSReasons.nameItself)
      case .secure, .insecure: .unknown(because: DNSReasons.stripped)
      case .unknown, nil: .unknown(because: DNSReasons.unwitnessed)
      }
    }
    if facts.names.contains(where: \.isSecure) { return .good }
    let reasons = facts.names.map(\.seen.reason)
    if reasons.contains(.stripped) { return .unknown(because: DNSReasons.stripped) }
    if facts.names.contains(where: { $0.seen.verdict == .insecure }) {
      return .unknown(because: DNSReasons.unsigned)
    }
    return .unknown(because: Reason(unanswered: facts.names.lazy.compactMap(\.seen.word).first))
  }

  var examples: [(Facts, Outcome)] {
    let secure = Validated(name: "example.org", verdict: .secure, addresses: ["95.58.0.80"])
    let insecure = Validated(name: "desk.example", verdict: .insecure, at: "desk.example.")
    let stripped = Validated(name: "example.org", verdict: .unknown, reason: .stripped, at: ".")
    let silent = Validated(
      name: "example.org", verdict: .unknown, reason: .silent, at: ".", word: .timeout)
    let missing = Validated(
      name: "example.org", verdict: .bogus, reason: .missing, at: "example.org.")
    let wrong = Validated(name: "example.org", verdict: .bogus, reason: .wrong, at: "example.org.")
    let old = Validated(name: "example.org", verdict: .bogus, reason: .outOfDate, at: ".")
    let unreached = Validated(
      name: "example.org", verdict: .unknown, reason: .silent, at: ".", word: .refused)
    return [
      (facts(Name(seen: secure), Name(seen: insecure)), .good),
      (
        facts(
          Name(seen: missing, claimed: ["95.56.0.9"], witness: secure, crossed: missing),
          Name(seen: insecure)), .problem
      ),
      (facts(Name(seen: secure), Name(seen: missing, witness: secure, crossed: missing)), .problem),
      // Only the signatures got lost; only what lies above the name did.
      (
        facts(Name(seen: missing, claimed: ["95.58.0.80"], witness: secure, crossed: missing)),
        .unknown(because: DNSReasons.stripped)
      ),
      (
        facts(Name(seen: missing, claimed: ["95.58.0.80"], witness: secure, crossed: secure)), .good
      ),
      // The name's owner made a mistake: that is no tampering.
      (facts(Name(seen: wrong, witness: wrong)), .unknown(because: DNSReasons.nameItself)),
      (facts(Name(seen: wrong, witness: unreached)), .unknown(because: DNSReasons.unwitnessed)),
      (facts(Name(seen: missing)), .unknown(because: DNSReasons.unwitnessed)),
      (facts(Name(seen: old, witness: old)), .unknown(because: Reason.clock)),
      // A box that leaves signatures out is no forger.
      (facts(Name(seen: stripped)), .unknown(because: DNSReasons.stripped)),
      (facts(Name(seen: insecure)), .unknown(because: DNSReasons.unsigned)),
      (facts(Name(seen: silent)), .unknown(because: .timedOut)),
    ]
  }

  private func facts(_ names: Name...) -> Facts {
    Facts(resolver: .example, anchors: "/usr/share/dns/root.key", names: names)
  }
}
