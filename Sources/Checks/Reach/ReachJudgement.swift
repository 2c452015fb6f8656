internal import Hygiene
internal import Platform

/// What the facts of one target say: a pure function of them.
///
/// The order is that of proof: who is offline is told nothing, an interception wins over whatever
/// else is wrong, what the system's own path proves genuine is reachable, and only then come
/// proofs, suspicions and faults of the site, each weaker than the one before. Without a witness
/// that nobody on the way can forge, and without a control elsewhere, a site that is down and one
/// that is blocked look alike, and then nothing is said.
struct ReachJudgement {
  private(set) var verdict = ReachVerdict.undecided
  var labels: Set<ReachLabel> = []
  private(set) var confidence = Confidence.low
  /// The rungs of the ladder that it rests on, such as `E3`.
  private(set) var ladder: [String] = []

  let facts: ReachFacts
  let depths: [DepthView]

  init(_ facts: ReachFacts) {
    self.facts = facts
    depths = facts.hops.indices.map { DepthView($0, of: facts) }
    let circumstances = facts.circumstances
    if circumstances.isOffline {
      decide(.noNetwork, .high)
    } else if circumstances.isCaptive {
      decide(.captive, .high)
    } else {
      addLabels()
      let isDecided =
        decideInterception() || decideReachable() || decideProof() || decideByControl()
        || decideSuspicion() || suspectByControl()
      if !isDecided { decideFault() }
      heedDenial()
    }
  }

  var sortedLabels: [String] {
    ReachLabel.allCases.filter(labels.contains).map(\.rawValue)
  }

  mutating func decide(
    _ verdict: ReachVerdict, _ confidence: Confidence, _ rungs: String...
  ) {
    (self.verdict, self.confidence, ladder) = (verdict, confidence, rungs)
  }

  private mutating func addLabels() {
    let circumstances = facts.circumstances
    if circumstances.tunnel != nil { labels.insert(.viaTunnel) }
    if circumstances.isIPv6Broken, facts.hasFailedOverIPv6 { labels.insert(.ipv6Broken) }
    if circumstances.isClockWrong { labels.insert(.clock) }
    if facts.isInHostsFile { labels.insert(.hostsFile) }
    if depths.contains(where: \.differs) { labels.insert(.dnsDiffers) }
    if depths.contains(where: \.isInjected) { labels.insert(.dnsInjected) }
    if depths.contains(where: \.isFiltered) { labels.insert(.dnsFilter) }
    if depths.contains(where: { $0.localRoot != nil }) { labels.insert(.localRoot) }
    if depths.contains(where: { !$0.isLiteral && !$0.hasWitness }) { labels.insert(.noTrustedDNS) }
    if facts.differentials.contains(where: \.hasResidual) { labels.insert(.residualBlocking) }
  }

  // MARK: 1 to 3

  private mutating func decideInterception() -> Bool {
    if depths.contains(where: { $0.interception([.listed]) != nil }) {
      decide(.intercepted, .high, "E2")
    } else if depths.contains(where: { $0.interception([.issuer]) != nil }) {
      decide(.intercepted, .medium, "E2")
    } else if depths.contains(where: { $0.interception([.pattern]) != nil }) {
      decide(.suspectInterception, .low, "E2")
    } else {
      return false
    }
    return true
  }

  /// The genuine page came by the path that every program of this computer takes.
  private mutating func decideReachable() -> Bool {
    guard let last = depths.last, last.hasFinalPage || last.hasOtherAnswer, !last.hop.isClear,
      last.isGenuineBySystem || last.isLiteral && !last.genuineAddresses.isEmpty,
      depths.allSatisfy(\.wasReadBySystem), isOneSite
    else { return false }
    guard let page = last.page else {
      decide(facts.statuses.isEmpty ? .reachable : .unexpectedStatus, .high, "E1")
      return true
    }
    if page.isChallenge {
      decide(.challenge, .high, "E1")
    } else if !facts.statuses.isEmpty, !facts.statuses.contains(page.status) {
      decide(.unexpectedStatus, .medium, "E1")
    } else {
      decide(.reachable, .high, "E1")
    }
    if page.status == 451 { labels.insert(.refusesItself) }
    if facts.throttling?.isFound ?? false { decide(.suspectThrottling, .medium, "E1") }
    return true
  }

  /// A redirect in clear text proves nothing of where it leads, unless it leads to the same site.
  private var isOneSite: Bool {
    depths.indices.dropLast().allSatisfy { index in
      !depths[index].hop.isClear
        || isSameSite(depths[index].hop.host, depths[index + 1].hop.host)
    }
  }

  private mutating func decideProof() -> Bool {
    if let depth = depths.first(where: { $0.isDeniedBySystem && $0.isGenuineByWitness }) {
      return decideBlockedDNS(at: depth, "E3")
    }
    if let depth = depths.first(where: {
      $0.differs && $0.doesSystemLeadAstray && $0.isGenuineByWitness && !facts.isInHostsFile
    }) {
      return decideBlockedDNS(at: depth, "E4")
    }
    if let depth = depths.first(where: {
      $0.isInjected && !facts.isInHostsFile && !$0.isDeniedByWitness
        && ($0.isDeniedBySystem || $0.doesSystemLeadAstray)
    }) {
      return decideBlockedDNS(at: depth, "E5")
    }
    if let proof = facts.differentials.first(where: \.provesTheName) {
      proof.isCutOnTheWay
        ? decide(.blockedSNI, .high, "E6", "E12") : decide(.blockedSNI, .medium, "E6")
      return true
    }
    return decideBlockPage()
  }

  private mutating func decideBlockedDNS(at depth: DepthView, _ rung: String) -> Bool {
    decide(.blockedDNS, isSeenTwice(at: depth) ? .high : .medium, rung)
    if let last = depths.last, last.isGenuineByWitness { labels.insert(.opensWithEncryptedDNS) }
    return true
  }

  /// The system was asked in two rounds half a minute apart, and said the same.
  private func isSeenTwice(at depth: DepthView) -> Bool {
    let rounds = facts.operations.filter {
      $0.depth == depth.depth && $0.via == "system" && $0.role == .target
    }
    guard let first = rounds.first, let last = rounds.last else { return false }
    return last.started - first.started >= 30_000
      && Set(rounds.map { $0.lookUp?.addresses ?? [] }).count == 1
  }

  /// E8: a page in clear text that censors send. The site itself may send 451 too, and then its
  /// genuine page does so as well.
  private mutating func decideBlockPage() -> Bool {
    for depth in depths where depth.hop.isClear {
      guard let page = depth.page, let mark = page.blockPage,
        depth.genuinePage?.status != 451, !depth.isDeniedByWitness
      else { continue }
      let isGenuineElsewhere = depths.contains { !$0.genuineAddresses.isEmpty }
      decide(.blockedHTTP, isGenuineElsewhere ? .high : .medium, "E8")
      ladder.append(mark)
      return true
    }
    return false
  }

  // MARK: 4

  private mutating func decideSuspicion() -> Bool {
    if depths.contains(where: \.isDNSSuspect), !facts.isInHostsFile {
      decide(.suspectDNS, suspicion, "E4")
    } else if depths.contains(where: \.isCutAtHello), !isDownElsewhere {
      guard !facts.differentials.contains(where: \.isAddressCut) else { return decideAddress() }
      decide(.suspectSNI, suspicion, "E6")
    } else if facts.throttling?.isFound ?? false {
      decide(.suspectThrottling, suspicion, "E9")
    } else if depths.contains(where: \.isStarved), !isDownElsewhere {
      decide(.suspectHTTP, suspicion, "E9")
    } else if depths.contains(where: \.hasForeignPage) {
      decide(.suspectHTTP, .low, "E9")
    } else {
      return decideAddress()
    }
    return true
  }

  /// E10: down and blocked look alike, unless somebody saw it working (E11).
  private mutating func decideAddress() -> Bool {
    guard let reference = facts.reference, reference.wasReachable,
      depths.contains(where: \.isUnreachable) || facts.differentials.contains(where: \.isAddressCut)
    else { return false }
    if reference.source == .control {
      decide(.blockedAddress, .medium, "E10")
    } else {
      decide(.suspectAddress, reference.isFresh ? .medium : .low, "E10", "E11")
    }
    return true
  }

  /// Two tries half a minute apart that agree are more than one.
  private var suspicion: Confidence {
    let tries = facts.operations.filter { $0.role == .target && $0.word != nil && $0.attempt > 0 }
    guard let first = tries.first(where: { $0.attempt == 1 }), let last = tries.last,
      last.attempt > 1
    else { return .low }
    return last.started - first.started >= 30_000 ? .medium : .low
  }

  // MARK: 5 to 10

  private mutating func decideFault() {
    let circumstances = facts.circumstances
    let isKnownKey = facts.reference.map { reference in
      !facts.certificates.prefix(1).allSatisfy { !reference.keys.contains($0.keySHA256) }
    }
    if let fault = first({ $0.certificateFault(isIn: [.unknownAuthority], needsWitness: false) }) {
      // An authority of a state before the sites of that state; before others it is on the list.
      let isStates = fault.handshake?.certificates.contains {
        facts.certificates[$0].keySHA256 == Interceptors.russia
      }
      if circumstances.authorities == 0 { return decide(.noAuthorities, .low) }
      if isKnownKey ?? false || isStates ?? false {
        return decide(.brokenCertificate, .medium, "E11")
      }
      return decide(.suspectInterception, .low)
    }
    if depths.contains(where: { $0.localRoot != nil }) {
      return decide(.suspectInterception, .low)
    }
    if first({ $0.certificateFault(isIn: [.badDate], needsWitness: true) }) != nil {
      return circumstances.isClockWrong ? decide(.clock, .low) : decide(.brokenCertificate, .medium)
    }
    let others: Set<FailureWord> = [.wrongName, .badCertificate]
    if first({ $0.certificateFault(isIn: others, needsWitness: true) }) != nil {
      return decide(.brokenCertificate, .medium)
    }
    if first(\.protocolRefusal) != nil { return decide(.brokenProtocol, .medium) }
    if depths.contains(where: { $0.isDeniedByWitness && $0.systemAddresses.isEmpty }) {
      return decide(.brokenDNS, .medium)
    }
    if depths.contains(where: { $0.hasOnlyBogons && $0.witnessHasOnlyBogons }) {
      return decide(.brokenDNS, .medium)
    }
    if depths.last?.reading?.word == .badRedirect { return decide(.brokenRedirect, .medium) }
    if depths.last?.reading?.word == .tooManyRedirects { labels.insert(.tooManyRedirects) }
    if depths.contains(where: { $0.hop.isClear && $0.page != nil }) {
      labels.insert(.cleartextUnverified)
    }
    decide(circumstances.isClockWrong && hasBadDate ? .clock : .undecided, .low)
  }

  private var hasBadDate: Bool { facts.operations.contains { $0.word == .badDate } }

  private func first(_ find: (DepthView) -> Operation?) -> Operation? {
    depths.lazy.compactMap(find).first
  }
}

extension DepthView {
  /// The pattern of a lie without the proof: no address of the witness could be shown genuine
  /// either, but the two paths do not fail alike.
  fileprivate var isDNSSuspect: Bool {
    if hasSystemAddress, isDeniedByWitness { return !isGenuineBySystem }
    if isDeniedBySystem || isUnanswered && isGenuineByWitness {
      return !encryptedAddresses.isEmpty && !witnessHasOnlyBogons
    }
    guard differs, doesSystemLeadAstray else { return false }
    let words = Set(systemEnds.map { "\($0.stage) \($0.word?.rawValue ?? "")" })
    return !witnessEnds.contains { words.contains("\($0.stage) \($0.word?.rawValue ?? "")") }
  }

  /// The page in clear text is another one than the same site's genuine page.
  fileprivate var hasForeignPage: Bool {
    guard let page, let genuine = genuinePage, page.redirect == nil, genuine.redirect == nil,
      !page.isChallenge, !genuine.isChallenge
    else { return false }
    return !page.isLike(genuine)
  }
}

extension Operation.Page {
  /// Pages differ a little each time: one thing in common is enough.
  fileprivate func isLike(_ other: Operation.Page) -> Bool {
    guard status == other.status else { return status / 100 != 2 || other.status / 100 != 2 }
    if bodySHA256 == other.bodySHA256 { return true }
    if let title, let theirs = other.title { return title == theirs }
    let (small, large) = (min(bodyLength, other.bodyLength), max(bodyLength, other.bodyLength))
    return large > 0 && !isTruncated && small * 10 > large * 7
  }
}

extension ReachFacts {
  /// A connection over IPv6 was tried in earnest and failed; having no IPv6 at all is no failure.
  fileprivate var hasFailedOverIPv6: Bool {
    let none: Set<FailureWord> = [.networkUnreachable, .noAddress, .noFamily, .interrupted]
    return operations.contains { operation in
      operation.stage == .connect && operation.address?.contains(":") ?? false
        && operation.word.map { !none.contains($0) } ?? false
    }
  }
}

/// Whether two hosts belong together: one of them is the other or below it, or both have the last
/// two labels in common.
func isSameSite(_ one: String, _ other: String) -> Bool {
  func site(_ host: String) -> ArraySlice<Substring> { host.split(separator: ".").suffix(2) }
  return site(one) == site(other)
}
