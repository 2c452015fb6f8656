internal import OpenSSL
internal import Platform

/// Measures a list of targets, many at once.
struct TLSMeasurement: Sendable {
  /// All together: with 32 a list far away takes twice as long, with 166 healthy sites time out.
  static let limit = 64
  /// For one host.
  static let perHost = 3
  /// When timeouts are tried again: little enough that our own load is no reason for another.
  static let calm = 8
  static let mostAddresses = 6

  let network: any Network
  let settings: TLSSettings
  let patience: Patience
  let now: Int

  func facts(of targets: [Target]) async -> [TLSFacts] {
    var findings = await targets.inParallel(
      limit: TLSMeasurement.limit, perKey: TLSMeasurement.perHost, by: \.host
    ) { await measure(Finding($0), attempt: 1) }
    let isOffline = !findings.isEmpty && findings.allSatisfy(\.isOffline)
    if !isOffline {
      let late = findings.indices.filter { findings[$0].isLate }
      let again = await late.map { findings[$0] }.inParallel(
        limit: TLSMeasurement.calm, perKey: 1, by: \.target.host
      ) { await measure($0, attempt: 2) }
      for (index, finding) in zip(late, again) { findings[index] = finding }
    }
    let facts = findings.map { $0.facts(authorities: settings.authorities) }
    let isClockSuspect = facts.allAreOutOfDate
    return facts.map { each in
      var each = each
      (each.isOffline, each.isClockSuspect) = (isOffline, isClockSuspect)
      each.verdict = TLSVerdict(each).rawValue
      return each
    }
  }

  /// Goes through all addresses until one answers; again through those that were late.
  private func measure(_ before: Finding, attempt: Int) async -> Finding {
    var finding = before
    let end = ContinuousClock.now.advanced(by: patience.whole)
    if finding.addresses.isEmpty { await resolve(&finding, attempt: attempt) }
    for address in finding.addresses where attempt == 1 || finding.wasLate(at: address) {
      guard !Task.isCancelled, ContinuousClock.now < end else { break }
      let probe = TLSProbe(
        network: network, settings: settings, patience: patience, now: now, target: finding.target,
        address: address, attempt: attempt)
      finding.attempts.append(await probe.run())
      if finding.isGenuine { break }
    }
    return finding
  }

  private func resolve(_ finding: inout Finding, attempt: Int) async {
    let target = finding.target
    if let literal = IPAddress(target.host) {
      finding.addresses = [literal]
      return
    }
    let watch = Stopwatch()
    var problem: NetworkProblem?
    do {
      let found = try await network.lookUp(
        target.host, until: .now.advanced(by: patience.resolve))
      finding.resolved = found.map(\.description)
      // Own services may well be on the inside; for any other name such an answer says enough.
      let isInside = target.role == .own || target.host == "localhost"
      let usable = found.filter { isInside || !$0.isBogon }
      finding.addresses = Array(usable.prefix(TLSMeasurement.mostAddresses))
      if usable.isEmpty { problem = NetworkProblem(.bogon) }
    } catch { problem = NetworkProblem(any: error) }
    finding.steps.append(
      TLSFacts.Step(
        .resolve, at: nil, attempt: attempt, took: watch.milliseconds, problem: problem))
  }
}

/// What is known of one target while it is measured.
struct Finding: Sendable {
  let target: Target
  var steps: [TLSFacts.Step] = []
  var resolved: [String] = []
  var addresses: [IPAddress] = []
  var attempts: [TLSAttempt] = []

  init(_ target: Target) { self.target = target }

  var isGenuine: Bool { attempts.contains(where: \.isGenuine) }

  /// The last step of each try, or of the look-up when it led nowhere.
  private var ends: [TLSFacts.Step] {
    attempts.isEmpty ? steps.suffix(1) : attempts.compactMap(\.steps.last)
  }

  var isLate: Bool { !isGenuine && ends.contains { $0.word == .timeout } }

  func wasLate(at address: IPAddress) -> Bool {
    ends.contains { $0.word == .timeout && $0.address == address.description } || attempts.isEmpty
  }

  /// Neither a resolver nor a router nor a site has answered.
  var isOffline: Bool {
    ends.allSatisfy { step in
      switch step.word {
      case .networkUnreachable, .networkDown, .noAddress, .noFamily: true
      case .temporary, .fatal, .timeout: step.stage == .resolve
      default: false
      }
    }
  }

  func facts(authorities: Int) -> TLSFacts {
    // An intercepted chain tells most, a genuine answer next, else whoever came furthest.
    let telling =
      attempts.first { attempt in
        Interceptors.builtIn.isListed(attempt.certificates, for: target.host)
          || Interceptors.fitsPattern(attempt.certificates)
      } ?? attempts.first(where: \.isGenuine)
      ?? attempts.max { $0.steps.count < $1.steps.count }
    return TLSFacts(
      host: target.host, port: target.port, role: target.role, statuses: target.statuses,
      addresses: resolved, stages: steps + attempts.flatMap(\.steps),
      certificates: telling?.certificates ?? [], protocol: telling?.protocolName,
      cipher: telling?.cipher, status: telling?.head?.status,
      isChallenge: telling?.head?.isChallenge ?? false,
      firstBytes: attempts.lazy.compactMap(\.firstBytes).first, authorities: authorities)
  }
}

extension [TLSFacts] {
  /// Two hosts or more showed a certificate, and every one was out of date.
  fileprivate var allAreOutOfDate: Bool {
    let shown = filter { facts in facts.stages.contains { $0.stage == .certificate } }
    return Set(shown.map(\.host)).count > 1
      && shown.allSatisfy { $0.stages.last?.word == .badDate }
  }
}
