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
        page.host, until: .now.advanced(by: run.kit.patience.resolve))
    } catch { problem = NetworkProblem(any: error) }
    if problem == nil, addresses.allSatisfy(\.isBogon) { problem = NetworkProblem(.bogon) }
    note("system", "ANY", addresses.map(\.description), code: nil, problem, since: started)
    return addresses
  }

  private func askWitness() async -> [IPAddress] {
    guard let witness = run.witness, page.isNamed else { return [] }
    return await ask(witness)
  }

  /// The configured resolvers directly, because the system hides causes and believes the first
  /// answer.
  func askResolvers() async {
    guard page.isNamed else { return }
    await withTaskGroup { group in
      for resolver in run.resolvers { group.addTask { _ = await ask(resolver) } }
    }
  }

  private func ask(_ asker: some QuestionAsker) async -> [IPAddress] {
    let started = recorder.now
    let types = [RecordType.a, .aaaa]
    let questions = types.compactMap { try? DNSQuestion(page.host, $0) }
    guard let answers = try? await asker.answers(to: questions) else { return [] }
    var all: [IPAddress] = []
    for (question, answer) in zip(questions, answers) {
      let asked = answer.asked
      note(
        answer.via, question.type == .a ? "A" : "AAAA", asked.addresses, code: asked.responseCode,
        asked.word.map { NetworkProblem($0) }, since: started)
      all += asked.addresses.compactMap { IPAddress($0) }
    }
    return all
  }

  private func note(
    _ via: String, _ type: String, _ addresses: [String], code: Int?, _ problem: NetworkProblem?,
    since started: Int
  ) {
    let transaction = recorder.newTransaction()
    let took = recorder.now - started
    recorder.note { id in
      var operation = Operation(
        id: id, transaction: transaction, depth: depth, attempt: attempt, stage: .resolve,
        name: page.host, started: started, took: took)
      operation.via = via
      operation.word = problem?.word
      operation.detail = problem.flatMap { $0.detail.isEmpty ? nil : $0.detail }
      operation.lookUp = Operation.LookUp(type: type, addresses: addresses, responseCode: code)
      return operation
    }
  }
}
