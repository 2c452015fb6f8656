internal import DNS
internal import Hygiene
internal import OpenSSL
internal import Platform

/// Whether the network wants a login first: asked before any name that somebody cares about is sent,
/// or the names would go to a hotel's gateway, and everything would look censored.
struct Portal: Sendable {
  /// A page in clear text that exists to be asked for this, and what it says.
  static let page = WebAddress(
    scheme: "http", host: "detectportal.firefox.com", port: 80, path: "/success.txt")
  private static let content = "success\n"
  static let neutral = "example.org"

  struct Finding: Sendable {
    var isCaptive = false
    /// The system's resolver gave an address of a public service.
    var doesSystemResolve = false
    var operations: [Operation] = []
  }

  let kit: ProbeKit
  let clock: RunClock
  let randomness: any Randomness
  /// Encrypted DNS; nil when there is none.
  let witness: (any QuestionAsker)?

  func look() async -> Finding {
    let invented = (try? randomLabel(from: randomness)) ?? ""
    let names = [Self.page.host, Self.neutral, "\(invented).com"]
    let found = await names.inParallel(limit: 3) { name in
      (try? await kit.network.lookUp(name, until: .now.advanced(by: kit.patience.resolve))) ?? []
    }
    var finding = Finding()
    finding.doesSystemResolve = found.dropLast().contains { $0.contains { !$0.isBogon } }
    // Unrelated names, one of which does not exist, at one place.
    let isOnePlace = Set(found.map { Set($0) }).count == 1 && !found[0].isEmpty
    if isOnePlace {
      finding.isCaptive = true
      return finding
    }
    if let address = found[0].first(where: { !$0.isBogon && !$0.isV6 }) {
      finding.operations = await readPage(at: address)
      if isForeign(finding.operations) { finding.isCaptive = await !isWitnessThere() }
    }
    return finding
  }

  private func readPage(at address: IPAddress) async -> [Operation] {
    let recorder = Recorder(clock)
    let probe = Probe(
      kit, recorder, depth: 0, attempt: 1, role: .control, to: address, port: Self.page.port,
      name: Self.page.host)
    await probe.connect { connection in
      var stream = ClearStream(connection: connection)
      await PageReader(kit: kit, recorder: recorder).read(Self.page, on: &stream, by: probe)
    }
    return recorder.operations
  }

  /// Another page came than the one that is known, and it is no censor's.
  private func isForeign(_ operations: [Operation]) -> Bool {
    guard let answer = operations.compactMap(\.page).first, answer.blockPage == nil else {
      return false
    }
    return answer.status != 200
      || answer.bodySHA256 != hexadecimal(sha256(Self.content.utf8))
  }

  /// A network that wants a login lets nobody speak to an encrypted resolver before.
  private func isWitnessThere() async -> Bool {
    guard let witness, let question = try? DNSQuestion(Self.neutral),
      let answer = try? await witness.answers(to: [question]).first
    else { return false }
    return answer.asked.responseCode != nil
  }
}
