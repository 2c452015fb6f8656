internal import DNS
internal import Hygiene
internal import Platform

/// Whether a resolver answers, how fast, and how much gets lost.
///
/// One name six times. The first is not counted: it warms the cache and wakes the radio. Times are
/// those of the answers that came; losses stand beside them and change no outcome, because a lossy
/// network is not the resolver's doing. Fewer than three answers of five say nothing about speed.
///
/// That nobody can guess our own questions, neither their port nor their id, is held by a test
/// against a server of its own. In the field it cannot be told: routers on the way change the ports.
struct DNSAlive: ResolverCheck {
  struct Facts: Codable, Hashable, Sendable {
    let resolver: Resolver
    /// The first question, then the counted ones.
    let questions: [DNSAsked]
    /// Over the counted answers; nil when there is none. Milliseconds.
    let p50: Int?
    let p95: Int?
    /// Counted questions that got no answer in time.
    let lost: Int

    init(_ resolver: Resolver, _ questions: [DNSAsked]) {
      (self.resolver, self.questions) = (resolver, questions)
      let counted = questions.dropFirst()
      let times = counted.filter(\.isResolved).map(\.tookMilliseconds).sorted()
      (p50, p95) = (times.percentile(50), times.percentile(95))
      lost = counted.count { $0.responseCode == nil }
    }

    var counted: ArraySlice<DNSAsked> { questions.dropFirst() }
  }

  let id: CheckID = "dns-alive"
  let version = 1
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let question = try DNSQuestion(probe.names.existing)
    return try await probe.observe(survey, in: world) { resolver, asker in
      let first = try await asker.ask(question)
      return Facts(resolver, [first] + (try await five(of: question, asker)))
    }
  }

  /// Started one pause after another, so that a lost one holds up nobody.
  private func five(of question: DNSQuestion, _ asker: DNSAsker) async throws -> [DNSAsked] {
    try await withThrowingTaskGroup(of: DNSAsked.self) { group in
      for turn in 0..<5 {
        group.addTask {
          try await Task.sleep(for: probe.pause * turn)
          return try await asker.ask(question)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  func judge(_ facts: Facts) -> Outcome {
    let answered = facts.counted.count(where: \.isResolved)
    guard answered >= 3, let p95 = facts.p95 else {
      let failure = facts.counted.first { !$0.isResolved }
      return .unknown(because: Reason(unanswered: failure?.word))
    }
    return p95 > 500 ? .concern : .good
  }

  var examples: [(Facts, Outcome)] {
    func facts(_ times: [Int?], instead word: FailureWord = .timeout, code: Int? = nil) -> Facts {
      let resolver = Resolver.example
      return Facts(
        resolver,
        times.map { time in
          time.map { DNSAsked("example.org.", nil, code: 0, addresses: ["23.215.0.136"], took: $0) }
            ?? DNSAsked("example.org.", word, code: code, took: 4000)
        })
    }
    return [
      (facts([900, 20, 22, 25, 21, 500]), .good),
      (facts([20, 20, 22, 25, 21, 501]), .concern),
      (facts([20, 20, nil, 25, 21, 22]), .good),
      (facts([20, nil, nil, nil, 21, 22]), .unknown(because: .timedOut)),
      (facts([nil, nil, nil, nil, nil, nil]), .unknown(because: .timedOut)),
      (
        facts([nil, nil, nil, nil, nil, nil], instead: .networkUnreachable),
        .unknown(because: .noNetwork)
      ),
      (
        facts([nil, nil, nil, nil, nil, nil], instead: .servfail, code: 2),
        .unknown(because: "no-answer")
      ),
      // A captive portal answers with itself.
      (
        facts([nil, nil, nil, nil, nil, nil], instead: .bogon, code: 0),
        .unknown(because: "no-answer")
      ),
    ]
  }
}

extension [Int] {
  /// By nearest rank, of sorted values.
  fileprivate func percentile(_ percent: Int) -> Int? {
    isEmpty ? nil : self[Swift.max(0, (count * percent + 99) / 100 - 1)]
  }
}
