import Glibc
import Hygiene
import OpenSSL
import Platform
import Vault

/// Our half of a comparison, in a process of its own; the commands are those of `peer.c`.
enum Side {
  static func run(_ words: [String]) throws {
    let arguments = Array(words.dropFirst())
    switch (words.first, arguments.count) {
    case ("seal", 4): try seal(arguments)
    case ("open", 4): try open(arguments)
    case ("history", 2): try history(home: arguments[0], alias: arguments[1])
    default: throw Failure("no such side")
    }
  }

  /// CERTIFICATE PLAINTEXTS SIZE COUNT
  private static func seal(_ arguments: [String]) throws {
    let certificate = try RecipientCertificate(try readFile(arguments[0]))
    let plaintexts = try pieces(of: arguments[1], size: arguments[2])
    let count = Int(arguments[3]) ?? 0
    try timed {
      try (0..<count).reduce(0) { sum, index in
        let record = try plaintexts[index % plaintexts.count].withUnsafeBytes {
          try certificate.seal($0)
        }
        return sum + record.bytes.count
      }
    }
  }

  /// KEYFILE RECORDS SIZE COUNT, the passphrase on standard input.
  private static func open(_ arguments: [String]) throws {
    guard let file = KeyFile(try readFile(arguments[0])) else { throw Failure("no key file") }
    let key = try Secret.line(from: 0).withBytes { try file.unlock(with: $0) }
    let records = try pieces(of: arguments[1], size: arguments[2])
    let count = Int(arguments[3]) ?? 0
    try timed {
      try (0..<count).reduce(0) { sum, index in
        guard let record = SealedRecord(records[index % records.count]) else {
          throw Failure("refused by the gate")
        }
        return sum + (try key.open(record) { $0.count })
      }
    }
  }

  /// What `saqta history` does between the passphrase and the rendering: reads the ledger and the
  /// files, opens them, reads their summaries and folds them into figures.
  private static func history(home: String, alias: String) throws {
    let vault = Vault(home: home, in: try world(), tool: "saqta benchmark")
    let organisation = try vault.organisation(alias)
    let key = try vault.unlock(organisation, with: try Secret.line(from: 0))
    try timed {
      var history = History(of: "newsroom")
      let passedOver = try vault.eachPastEvent(of: organisation, with: key) { event in
        if case .audit(let audit, _) = event { history.add(audit) }
      }
      guard passedOver == 0 else { throw Failure("\(passedOver) records do not open") }
      for round in history.rounds { _ = (round.overall, round.domains, round.scenarios) }
      guard !history.steps.contains(where: { $0.overall == nil }) else {
        throw Failure("two rounds with nothing in common")
      }
      return history.rounds.reduce(0) { $0 + $1.audits }
    }
  }

  private static func pieces(of path: String, size: String) throws -> [[UInt8]] {
    let bytes = try readFile(path)
    guard let size = Int(size), size > 0 else { throw Failure("no size") }
    return stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<$0 + size]) }
  }

  private static func timed(_ work: () throws -> Int) throws {
    let before = cpuSeconds()
    var result = 0
    let took = try ContinuousClock().measure { result = try work() }
    let cpu = cpuSeconds() - before
    show("\(took / .seconds(1)) \(cpu) \(try peakKilobytes()) \(result)")
  }

  private static func cpuSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
  }
}

/// The most memory that this process ever had at once.
private func peakKilobytes() throws -> String {
  let status = try LiveFiles().text("/proc/self/status")
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  guard let words = line?.split(whereSeparator: \.isWhitespace), words.count == 3 else {
    throw Failure("no VmHWM")
  }
  return String(words[1])
}

/// The real world.
func world() throws -> World {
  let reactor = try Reactor()
  return World(
    clock: LiveClock(), files: LiveFiles(), terminal: LiveTerminal(on: reactor),
    network: LiveNetwork(on: reactor), randomness: LiveRandomness(), output: LiveOutput(),
    environment: [:])
}
