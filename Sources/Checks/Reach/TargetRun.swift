internal import DNS
internal import Hygiene
internal import Platform

/// Measures one target: its page, and wherever that redirects to.
struct TargetRun: Sendable {
  static let mostRedirects = 10
  static let mostAddresses = 6

  let kit: ProbeKit
  let target: Target
  let recorder: Recorder
  /// Encrypted DNS; nil when there is none.
  let witness: (any QuestionAsker)?
  /// Those that this computer asks, one asker each.
  let resolvers: [DNSAsker]

  /// Measures from a page on, which redirects have led to `depth` times, and returns the pages that
  /// were asked for from there.
  func run(from start: WebAddress, depth: Int = 0, attempt: Int = 1) async -> [WebAddress] {
    var pages = [start]
    var seen: Set<String> = []
    while let page = pages.last, !Task.isCancelled {
      seen.insert(page.description)
      let here = depth + pages.count - 1
      await measure(page, depth: here, attempt: attempt, before: seen)
      guard let next = redirect(from: page, depth: here, attempt: attempt) else { break }
      pages.append(next)
    }
    return pages
  }

  private func redirect(from page: WebAddress, depth: Int, attempt: Int) -> WebAddress? {
    let reading = recorder.operations.last {
      $0.stage == .read && $0.depth == depth && $0.attempt == attempt && $0.port == page.port
    }
    guard let reading, reading.word == nil, let location = reading.page?.redirect else {
      return nil
    }
    return page.following(location)
  }

  // MARK: One page

  private func measure(
    _ page: WebAddress, depth: Int, attempt: Int, before: Set<String>
  ) async {
    let names = NameRun(run: self, page: page, depth: depth, attempt: attempt)
    async let direct: Void = names.askResolvers()
    let found = await names.find()
    var reader = PageReader(kit: kit, recorder: recorder, before: before)
    reader.mayFollow = depth < Self.mostRedirects
    if target.isHeadOnly { reader.bodyLimit = 0 }
    let probes = PageProbes(
      run: self, page: page, depth: depth, attempt: attempt, found: found, reader: reader)
    if page.isClear { await probes.readInClear() } else { await probes.readOverTLS() }
    await direct
  }
}

/// The addresses of a name: those that every program of this computer gets, and those that only the
/// witness gave.
struct FoundAddresses: Sendable {
  var system: [IPAddress] = []
  var witness: [IPAddress] = []

  var all: [IPAddress] {
    let more = witness.filter { !system.contains($0) }
    return Array((system + more).prefix(TargetRun.mostAddresses))
  }
}

/// Looks one name up, in every way there is.
struct NameRun: Sendable {
  let run: TargetRun
  let page: WebAddress
  let depth: Int
  let attempt: Int

  private var recorder: Recorder { run.recorder }

  /// The addresses that may be connected to.
  func find() async -> FoundAddresses {
    if let literal = IPAddress(page.host) {
      // Where a redirect leads is no wish of the person's.
      return depth == 0 || !literal.isBogon ? FoundAddresses(system: [literal]) : FoundAddresses()
    }
    async let system = askSystem()
    async let witness = askWitness()
    var found = FoundAddresses(system: await system, witness: await witness)
    // Own services may well be on the inside; for any other name such an answer says enough.
    let isInside = depth == 0 && (run.target.role == .own || page.host == "localhost")
    found.system.removeAll { $0.isBogon && !isInside }
    found.witness.removeAll { $0.isBogon && !isInside }
    return found
  }

  private func askSystem() async -> [IPAddress] {
    let started = recorder.now
    var addresses: [IPAddress] = []
    var problem: NetworkProblem?
    do {
      addresses = try await run.kit.network.lookUp(
        page.host, until: .now.advanced(by: run.kit.patience.systemResolve))
    } catch { problem = NetworkProblem(any: error) }
    if problem == nil, addresses.allSatisfy(\.isBogon) { problem = NetworkProblem(.bogon) }
    note(
      Said(via: "system", type: "ANY", addresses: addresses.map(\.description)), problem,
      since: started)
    return addresses
  }

  private func askWitness() async -> [IPAddress] {
    guard let witness = run.witness, page.isNamed else { return [] }
    return await ask(witness)
  }

  /// The configured resolvers directly, because the system hides causes and believes the first
  /// answer: every reply to a question is taken down.
  func askResolvers() async {
    guard page.isNamed else { return }
    await withTaskGroup { group in
      for resolver in run.resolvers {
        group.addTask { await listen(to: resolver) }
        group.addTask { _ = await ask(resolver, [.aaaa]) }
      }
    }
  }

  private func listen(to resolver: DNSAsker) async {
    guard let question = try? DNSQuestion(page.host) else { return }
    let started = recorder.now
    let listening = DNSListening(asker: resolver, listening: run.kit.patience.listening)
    let planned = DNSListening.Planned(question: question, delay: .zero)
    guard let arrivals = try? await listening.replies(to: [planned]).first else { return }
    let transaction = recorder.newTransaction()
    let via = "udp:\(resolver.resolver.address)"
    for arrival in arrivals {
      let addresses = arrival.says.filter { IPAddress($0) != nil }
      note(
        Said(via: via, type: "A", addresses: addresses, code: arrival.responseCode),
        arrival.word(for: addresses).map { NetworkProblem($0) }, since: started,
        transaction: transaction, took: arrival.after / 1_000, lifetime: arrival.hopLimit)
    }
    // Whoever is silent for so long may only be slow: then the usual way tells.
    if arrivals.isEmpty { _ = await ask(resolver, [.a]) }
  }

  private func ask(
    _ asker: some QuestionAsker, _ types: [RecordType] = [.a, .aaaa]
  ) async -> [IPAddress] {
    let started = recorder.now
    let questions = types.compactMap { try? DNSQuestion(page.host, $0) }
    guard let answers = try? await asker.answers(to: questions) else { return [] }
    var all: [IPAddress] = []
    for (question, answer) in zip(questions, answers) {
      let asked = answer.asked
      let type = question.type == .a ? "A" : "AAAA"
      note(
        Said(via: answer.via, type: type, addresses: asked.addresses, code: asked.responseCode),
        asked.word.map { NetworkProblem($0) }, since: started)
      all += asked.addresses.compactMap { IPAddress($0) }
    }
    return all
  }

  /// What one answer says, and by which way.
  private struct Said {
    let via: String
    let type: String
    let addresses: [String]
    var code: Int?
  }

  private func note(
    _ said: Said, _ problem: NetworkProblem?, since started: Int, transaction: Int? = nil,
    took: Int? = nil, lifetime: Int? = nil
  ) {
    let transaction = transaction ?? recorder.newTransaction()
    let took = took ?? recorder.now - started
    recorder.note { id in
      var operation = Operation(
        id: id, transaction: transaction, depth: depth, attempt: attempt, stage: .resolve,
        name: page.host, started: started, took: took)
      (operation.via, operation.lifetime, operation.word) = (said.via, lifetime, problem?.word)
      operation.detail = problem.flatMap { $0.detail.isEmpty ? nil : $0.detail }
      operation.lookUp = Operation.LookUp(
        type: said.type, addresses: said.addresses, responseCode: said.code)
      return operation
    }
  }
}

extension DNSArrival {
  /// The word for a reply that holds these addresses; nil when it is a usable one.
  fileprivate func word(for addresses: [String]) -> FailureWord? {
    switch responseCode {
    case 0 where addresses.isEmpty: .noData
    case 0: addresses.allSatisfy { IPAddress($0)?.isBogon ?? true } ? .bogon : nil
    case 2: .servfail
    case 3: .nxdomain
    case 5: .refused
    default: .otherRcode
    }
  }
}
