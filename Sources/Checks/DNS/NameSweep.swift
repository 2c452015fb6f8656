internal import DNS
internal import Hygiene
internal import Platform

/// What was said of one name.
struct NameAnswers: Sendable {
  let target: Target
  let a: DNSAsked
  let aaaa: DNSAsked
  var https: DNSAsked?

  init(_ target: Target, a: DNSAsked, aaaa: DNSAsked) {
    (self.target, self.a, self.aaaa) = (target, a, aaaa)
  }

  var addresses: [String] { a.addresses + aaaa.addresses }
  /// Whether anything came back, were it a refusal.
  var isAnswered: Bool { a.responseCode != nil || aaaa.responseCode != nil }
  /// Whether it is said that there is such a name or that there is none.
  var isDecisive: Bool { [a, aaaa].contains { $0.responseCode == 0 || $0.responseCode == 3 } }
  /// Whether it has an address that a public service may have.
  var isResolved: Bool { a.isResolved || aaaa.isResolved }
}

/// All names of a survey, asked of everybody once in a run.
struct NameSweep: Sendable {
  let probe: DNSProbe
  let survey: Survey
  let world: World

  /// A and AAAA of every name, in the order of the targets, and HTTPS too if it is wanted.
  func answers(of asker: DNSAsker, withHTTPS: Bool = false) async throws -> [NameAnswers] {
    let targets = probe.targets(of: survey)
    let run = survey.run
    async let addresses = run.names("\(asker.resolver)").value {
      try await paced(targets) { target in
        let asked = try await asker.ask([
          DNSQuestion(target.host, .a), DNSQuestion(target.host, .aaaa),
        ])
        return NameAnswers(target, a: asked[0], aaaa: asked[1])
      }
    }
    guard withHTTPS else { return try await addresses }
    let others = try await paced(targets) { try await asker.ask(DNSQuestion($0.host, .https)) }
    return zip(try await addresses, others).map { $0.with(https: $1) }
  }

  /// Whether every name leads to the same place as one that does not exist: then it is no resolver
  /// whom we hear but a network that wants a login first, or a router whose line is down.
  func isCaptive(_ answers: [NameAnswers], _ asker: DNSAsker) async throws -> Bool {
    let found = answers.map(\.a.addresses).filter { !$0.isEmpty }
    if found.isEmpty { return false }
    let label = try randomLabel(from: world.randomness)
    let question = try DNSQuestion("\(label).\(probe.names.ordinary)")
    let invented = try await survey.run.invention("\(asker.resolver)").value {
      try await asker.ask(question).addresses
    }
    return !invented.isEmpty && found.allSatisfy { Set($0).isSubset(of: invented) }
  }

  /// The same as the encrypted witness gives it, by name; nil when there is no witness. Nobody on
  /// the way sees these names, so there is no need to go slowly.
  func witness(withHTTPS: Bool = false) async throws -> [String: NameAnswers]? {
    guard let witness = probe.witness(for: survey, in: world) else { return nil }
    let targets = probe.targets(of: survey)
    @Sendable func ask(_ types: RecordType...) async throws -> [DNSAsked] {
      let questions = try targets.flatMap { target in
        try types.map { try DNSQuestion(target.host, $0) }
      }
      let asked = try await witness.answers(to: questions).map(\.asked)
      guard asked.count == questions.count else { throw CheckRefusal(.unknown(because: .failed)) }
      return asked
    }
    var answers = try await survey.run.names("witness").value {
      let asked = try await ask(.a, .aaaa)
      return zip(targets, 0...).map { target, index in
        NameAnswers(target, a: asked[2 * index], aaaa: asked[2 * index + 1])
      }
    }
    if withHTTPS { answers = zip(answers, try await ask(.https)).map { $0.with(https: $1) } }
    return Dictionary(answers.map { ($0.target.host, $0) }, uniquingKeysWith: { one, _ in one })
  }

  /// Everything that comes back to the address question of each name.
  func replies(of asker: DNSAsker) async throws -> [(name: String, replies: [DNSArrival])] {
    let targets = probe.targets(of: survey)
    let delays = try delays(of: targets)
    let planned = try delays.map { index, delay in
      DNSListening.Planned(question: try DNSQuestion(targets[index].host), delay: delay)
    }
    let listening = DNSListening(asker: asker, listening: probe.listening)
    let replies = try await listening.replies(to: planned)
    return zip(delays, replies).map { (targets[$0.0].host, $1) }
  }

  /// Works on every target, many at once and in random order; results in the order of the targets.
  /// Names that are not the organisation's own begin one after another when that was asked for.
  func paced<Value: Sendable>(
    _ targets: [Target], _ work: @escaping @Sendable (Target) async throws -> Value
  ) async throws -> [Value] {
    let delays = try delays(of: targets)
    return try await withThrowingTaskGroup(of: (Int, Value).self) { group in
      for (index, delay) in delays {
        group.addTask {
          if delay > .zero { try await Task.sleep(for: delay) }
          return (index, try await work(targets[index]))
        }
      }
      var values = [Value?](repeating: nil, count: targets.count)
      for try await (index, value) in group { values[index] = value }
      return values.compactMap { $0 }
    }
  }

  private func delays(of targets: [Target]) throws -> [(Int, Duration)] {
    let bytes = try world.randomness.bytes(targets.count * 4)
    let random = targets.indices.map { index in
      (0..<4).reduce(0) { $0 << 8 | Int(bytes[4 * index + $1]) }
    }
    var sum = Duration.zero
    let order = targets.indices.sorted { random[$0] < random[$1] }
    // Those that wait for nothing first.
    return (order.filter { !isSlow(targets[$0]) } + order.filter { isSlow(targets[$0]) }).map {
      index in
      guard isSlow(targets[index]) else { return (index, .zero) }
      sum += .milliseconds(500 + random[index] % 2500)
      return (index, sum)
    }
  }

  private func isSlow(_ target: Target) -> Bool {
    survey.network.spacing == .calm && target.role == .user
  }
}

extension NameAnswers {
  fileprivate func with(https: DNSAsked) -> NameAnswers {
    var all = self
    all.https = https
    return all
  }
}
