internal import Hygiene
internal import OpenSSL
internal import Platform

/// Measures a list of targets, many at once.
struct ReachRun: Sendable {
  /// All together: with 32 a list far away takes twice as long, and silent ones hold up the others.
  static let limit = 160
  /// For one host.
  static let perHost = 2

  let kit: ProbeKit
  let settings: NetworkSettings
  let randomness: any Randomness
  let witness: (any QuestionAsker)?
  let resolvers: [DNSAsker]
  /// Names that the computer's own hosts file answers for.
  let hostsFile: Set<String>
  let tunnel: String?
  let authorities: Int
  let noted: @Sendable (NetworkProgress) async -> Void
  var kept: @Sendable (ReachFacts, [[UInt8]]) async -> Void = { _, _ in }
  let clock = RunClock()

  /// The facts of every target that was measured, in the order of the targets; fewer when the person
  /// stopped it.
  func facts(of targets: [Target]) async -> [ReachFacts] {
    var common = ReachFacts.Circumstances(tunnel: tunnel, authorities: authorities)
    // Where no name is asked for, none can be given away or lied about.
    let portal =
      targets.contains { $0.page.isNamed }
      ? await Portal(kit: kit, clock: clock, randomness: randomness, witness: witness).look()
      : Portal.Finding()
    common.isCaptive = portal.isCaptive
    guard !portal.isCaptive else {
      return targets.map { Measured($0, clock).facts(common, hostsFile).judged() }
    }
    let begun = await measure(targets)
    var measured = await again(begun)
    note(portal, measured, in: &common)
    if settings.level >= .differential, !common.isOffline {
      await differentiate(&measured, common)
    }
    if settings.level >= .list { await throttle(&measured, common) }
    var all: [ReachFacts] = []
    for each in measured {
      var own = common
      own.doesSystemResolve =
        portal.doesSystemResolve
        || measured.contains {
          $0.target.page.host != each.target.page.host && $0.isResolvedBySystem
        }
      var facts = each.facts(own, hostsFile)
      facts.reference = settings.references.reference(for: facts.url, at: kit.now)
      all.append(facts.judged())
      await kept(all[all.count - 1], each.recorder.certificatesInDER)
    }
    return all
  }

  private func run(of measured: Measured) -> TargetRun {
    TargetRun(
      kit: kit, target: measured.target, recorder: measured.recorder, witness: witness,
      resolvers: resolvers)
  }

  // MARK: First try, second try

  private func measure(_ targets: [Target]) async -> [Measured] {
    let gate = PaceGate(settings.spacing, randomness)
    let progress = Counter(total: targets.count, clock, noted)
    let order = shuffled(targets.indices)
    let measured = await order.map { Measured(targets[$0], clock) }.inParallel(
      limit: Self.limit, perKey: Self.perHost, by: \.target.page.host
    ) { measured in
      if measured.target.role != .own { await gate.pass() }
      guard !Task.isCancelled else { return measured }
      var measured = measured
      await progress.begin()
      measured.pages = await run(of: measured).run(from: measured.target.page)
      await progress.end()
      return measured
    }
    // What had not ended when the person stopped it says nothing.
    return zip(order, measured).sorted { $0.0 < $1.0 }.map(\.1)
      .filter { !$0.pages.isEmpty && !$0.isInterrupted }
  }

  /// Every silence is asked about once more when the others are done: loss, overload and a box that
  /// remembers look the same.
  private func again(_ all: [Measured]) async -> [Measured] {
    let late = all.indices.filter { all[$0].isLate }
    guard !late.isEmpty, !Task.isCancelled else { return all }
    if settings.spacing == .calm {
      let last = late.map { all[$0].lastFailure }.max() ?? 0
      let rest = last + kit.patience.apart.milliseconds - clock.milliseconds
      try? await Task.sleep(for: .milliseconds(max(0, rest)))
    }
    let progress = Counter(total: late.count, clock, noted, isSecondTry: true)
    let again = await late.map { all[$0] }.inParallel(
      limit: Self.limit, perKey: 1, by: \.target.page.host
    ) { measured in
      guard !Task.isCancelled else { return measured }
      var measured = measured
      await progress.begin()
      let depth = measured.pages.count - 1
      let pages = await run(of: measured).run(
        from: measured.pages[depth], depth: depth, attempt: 2)
      measured.pages += pages.dropFirst()
      await progress.end()
      return measured
    }
    var result = all
    for (index, measured) in zip(late, again) { result[index] = measured }
    return result
  }

  private func shuffled(_ indices: Range<Int>) -> [Int] {
    var order = Array(indices)
    guard order.count > 1, let bytes = try? randomness.bytes(order.count * 4) else { return order }
    for index in order.indices.dropFirst().reversed() {
      let random = bytes[(index * 4)..<(index * 4 + 4)].reduce(0) { $0 << 8 | Int($1) }
      order.swapAt(index, random % (index + 1))
    }
    return order
  }

  // MARK: What the whole run says

  private func note(
    _ portal: Portal.Finding, _ measured: [Measured], in common: inout ReachFacts.Circumstances
  ) {
    let all = measured.map { $0.recorder.operations }
    common.isOffline =
      !measured.isEmpty && !portal.doesSystemResolve && measured.allSatisfy(\.isOffline)
    let six = all.joined().filter { $0.stage == .connect && $0.address?.contains(":") ?? false }
    let four = all.joined().filter { $0.stage == .connect && $0.address?.contains(".") ?? false }
    common.isIPv6Broken =
      six.count { $0.word != nil } * 2 > six.count && four.contains { $0.word == nil }
    common.isClockWrong =
      ClockWitness(now: kit.now, operations: portal.operations + all.joined()).isWrong
  }

  private func differentiate(
    _ measured: inout [Measured], _ common: ReachFacts.Circumstances
  ) async {
    for index in measured.indices where !Task.isCancelled {
      let facts = measured[index].facts(common, hostsFile)
      guard let place = SNIDifferential.place(in: facts) else { continue }
      let differential = SNIDifferential(
        kit: kit, recorder: measured[index].recorder, spacing: settings.spacing,
        control: settings.controlName, place: place)
      var found = await differential.run()
      if settings.level >= .probing, found.provesTheName { await differential.locate(&found) }
      measured[index].differentials.append(found)
    }
  }

  private func throttle(_ measured: inout [Measured], _ common: ReachFacts.Circumstances) async {
    let slow = measured.indices.filter { measured[$0].isSlow }
    guard let control = measured.first(where: { $0.isQuick && $0.target.role != .own }) else {
      return
    }
    for index in slow where !Task.isCancelled {
      let pair = ThroughputPair(kit: kit, target: measured[index], control: control)
      measured[index].throttling = await pair.run()
    }
  }
}

extension ReachFacts {
  /// With what this version makes of them.
  func judged() -> ReachFacts {
    let judgement = ReachJudgement(self)
    var facts = self
    facts.verdict = judgement.verdict.rawValue
    facts.labels = judgement.sortedLabels
    facts.ladder = judgement.ladder
    facts.failures = lastFailures
    let isClearOnly =
      judgement.verdict == .undecided && judgement.labels.contains(.cleartextUnverified)
    facts.isClearOnly = isClearOnly ? true : nil
    return facts
  }

  /// What went wrong last at each place, at most six of them.
  fileprivate var lastFailures: [Failure] {
    var found: [String: Failure] = [:]
    var order: [String] = []
    for operation in operations where operation.role == .target {
      let place = operation.endpoint ?? operation.via ?? ""
      let key = "\(operation.depth) \(place)"
      found[key] = operation.word.map {
        Failure(
          stage: operation.stage, word: $0, address: operation.address, via: operation.via,
          took: operation.took)
      }
      if !order.contains(key) { order.append(key) }
    }
    // A name without an address of one kind is no failure.
    let all = order.compactMap { found[$0] }.filter { $0.word != .noData || $0.via == "system" }
    return Array(all.prefix(6))
  }
}

/// How far a long measurement has come, for whoever waits.
public struct NetworkProgress: Sendable {
  public let done: Int
  public let running: Int
  public let total: Int
  /// Milliseconds since it began.
  public let elapsed: Int
  /// What was silent is being asked once more.
  public let isSecondTry: Bool
}

/// Counts what has begun and ended.
private actor Counter {
  private let total: Int
  private let clock: RunClock
  private let isSecondTry: Bool
  private let noted: @Sendable (NetworkProgress) async -> Void
  private var (done, running) = (0, 0)

  init(
    total: Int, _ clock: RunClock, _ noted: @escaping @Sendable (NetworkProgress) async -> Void,
    isSecondTry: Bool = false
  ) {
    (self.total, self.clock, self.noted, self.isSecondTry) = (total, clock, noted, isSecondTry)
  }

  func begin() async {
    running += 1
    await tell()
  }

  func end() async {
    (running, done) = (running - 1, done + 1)
    await tell()
  }

  private func tell() async {
    await noted(
      NetworkProgress(
        done: done, running: running, total: total, elapsed: clock.milliseconds,
        isSecondTry: isSecondTry))
  }
}

/// Lets names that are not the organisation's own through one by one, half a second to three apart.
private actor PaceGate {
  private let spacing: Spacing
  private let randomness: any Randomness
  private var next = ContinuousClock.now

  init(_ spacing: Spacing, _ randomness: any Randomness) {
    (self.spacing, self.randomness) = (spacing, randomness)
  }

  func pass() async {
    guard spacing == .calm else { return }
    let turn = max(next, .now)
    let random = (try? randomness.bytes(2)) ?? [128, 0]
    next = turn.advanced(by: .milliseconds(500 + (Int(random[0]) << 8 | Int(random[1])) % 2_500))
    try? await Task.sleep(until: turn, clock: .continuous)
  }
}

extension Duration {
  fileprivate var milliseconds: Int { Int(self / .milliseconds(1)) }
}
