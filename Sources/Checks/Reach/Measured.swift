internal import Hygiene
internal import Platform

/// A target while it is measured.
struct Measured: Sendable {
  let target: Target
  let recorder: Recorder
  /// That were asked for: its own, then where redirects led.
  var pages: [WebAddress] = []
  var differentials: [Differential] = []
  var throttling: Throttling?

  init(_ target: Target, _ clock: RunClock) {
    (self.target, recorder) = (target, Recorder(clock))
  }

  private var last: [Operation] {
    recorder.operations.filter { $0.depth == pages.count - 1 && $0.role == .target }
  }

  private var isGenuine: Bool { last.contains(where: \.isGenuine) }
  private var reading: Operation? { last.last { $0.stage == .read } }

  /// Something kept silent or could not be told for the moment, and no page came.
  var isLate: Bool {
    let isSystemSilent = last.contains {
      $0.via == "system" && ($0.word == .timeout || $0.word == .temporary || $0.word == .fatal)
    }
    if let reading, !isSystemSilent { return reading.word == .timeout }
    let isSilent = last.contains { $0.stage != .resolve && $0.word == .timeout }
    return isSystemSilent || isSilent && !isGenuine
  }

  /// Milliseconds since the run began.
  var lastFailure: Int { last.filter { $0.word != nil }.map(\.started).max() ?? 0 }

  var isResolvedBySystem: Bool {
    recorder.operations.contains { $0.via == "system" && $0.word == nil }
  }

  /// The person stopped it in the middle.
  var isInterrupted: Bool { recorder.operations.contains { $0.word == .interrupted } }

  /// Neither a resolver nor a router nor a site has answered.
  var isOffline: Bool {
    recorder.operations.allSatisfy { operation in
      switch operation.word {
      case .networkUnreachable, .networkDown, .noAddress, .noFamily: true
      case .temporary, .fatal, .timeout, .hostUnreachable, .unreachable: operation.stage == .resolve
      default: false
      }
    }
  }

  /// The page came, and so slowly that it is worth comparing.
  var isSlow: Bool {
    guard let reading, let bytes = reading.bytesIn, reading.took > 1_000 else { return false }
    return reading.detail == Operation.trickle || reading.page != nil && bytes / reading.took < 16
  }

  /// A large page came, and quickly.
  var isQuick: Bool {
    guard isGenuine, let reading, let bytes = reading.bytesIn, reading.word == nil else {
      return false
    }
    return reading.page?.isTruncated ?? false && bytes > 16 * max(1, reading.took)
  }

  func facts(_ common: ReachFacts.Circumstances, _ hostsFile: Set<String>) -> ReachFacts {
    let pages = pages.isEmpty ? [target.page] : pages
    var facts = ReachFacts(
      url: target.url, role: target.role, statuses: target.statuses,
      hops: pages.map {
        ReachFacts.Hop(
          url: cleaned($0.description, atMost: 2_048), scheme: $0.scheme, host: $0.host,
          port: $0.port)
      })
    (facts.operations, facts.certificates) = (recorder.operations, recorder.certificates)
    facts.circumstances = common
    facts.isInHostsFile = pages.contains { hostsFile.contains($0.host) }
    (facts.differentials, facts.throttling) = (differentials, throttling)
    return facts
  }
}
