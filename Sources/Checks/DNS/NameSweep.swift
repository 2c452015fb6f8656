internal import DNS
internal import Hygiene
internal import Platform

/// What was said of one name.
struct NameAnswers: Sendable {
  let target: Target
  let a: DNSAsked
  let aaaa: DNSAsked
  let https: DNSAsked

  init(_ target: Target, _ asked: [DNSAsked]) {
    (self.target, a, aaaa, https) = (target, asked[0], asked[1], asked[2])
  }

  static func questions(about target: Target) throws -> [DNSQuestion] {
    try [.a, .aaaa, .https].map { try DNSQuestion(target.host, $0) }
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

  /// A, AAAA and HTTPS of every name, in the order of the targets.
  func answers(of asker: DNSAsker) async throws -> [NameAnswers] {
    let targets = probe.targets(of: survey)
    return try await survey.run.sweep("\(asker.resolver)").value {
      try await paced(targets) { target in
        NameAnswers(target, try await asker.ask(NameAnswers.questions(about: target)))
      }
    }
  }

  /// The same as the encrypted witness gives it, by name; nil when there is no witness. Nobody on
  /// the way sees these names, so there is no need to go slowly.
  func witness() async throws -> [String: NameAnswers]? {
    guard let witness = probe.witness.asker(survey, world) else { return nil }
    let targets = probe.targets(of: survey)
    let answers = try await survey.run.sweep("witness").value {
      let asked = try await witness.answers(to: targets.flatMap(NameAnswers.questions)).map(\.asked)
      guard asked.count == 3 * targets.count else { return [] }
      return zip(targets, 0...).map { target, index in
        NameAnswers(target, Array(asked[3 * index..<3 * index + 3]))
      }
    }
    return Dictionary(answers.map { ($0.target.host, $0) }, uniquingKeysWith: { one, _ in one })
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
    return targets.indices.sorted { random[$0] < random[$1] }.map { index in
      guard survey.network.spacing == .calm, targets[index].role == .user else {
        return (index, .zero)
      }
      sum += .milliseconds(500 + random[index] % 2500)
      return (index, sum)
    }
  }
}
