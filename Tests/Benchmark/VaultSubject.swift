import ChecklistFiles
import Documents
import Hygiene
import OpenSSL
import Vault

/// Sealing, opening and the history of thousands of reports, beside a plain C loop over libcrypto's
/// CMS that does the same to the same bytes (`peer.c`).
struct VaultSubject {
  private static let size = 65_536
  private let options: Options
  private let count: Int, rounds: Int
  private let scratch: Scratch
  private let peer: String

  init(_ options: Options) throws {
    self.options = options
    count = try options.number("--count", else: 10_000)
    rounds = try options.number("--rounds", else: 5)
    scratch = try Scratch()
    peer = try scratch.peer()
  }

  func run() async throws {
    try sealAndOpen()
    try await history()
  }

  private func sealAndOpen() throws {
    let key = try RecipientKey.generated()
    let certificate = try key.certificate(serial: [1])
    // The lowest cost: unlocking takes 32 MiB of memory, which counts in the peak.
    let locked = try secret(MadeVault.passphrase).withBytes {
      try key.locked(under: $0, cost: 15, salt: [UInt8](repeating: 0xA5, count: 16))
    }
    let keyFile = try scratch.write(locked.bytes, to: "key")
    let certificateFile = try scratch.write(certificate.der, to: "certificate")
    let der = try scratch.write(try privateKey(in: keyFile), to: "key.der")
    let plaintexts = try plaintexts()
    let records = try plaintexts.map { plaintext in
      try plaintext.withUnsafeBytes { try certificate.seal($0).bytes }
    }
    let plainFile = try scratch.write(Array(plaintexts.joined()), to: "plaintexts")
    let sealedFile = try scratch.write(Array(records.joined()), to: "records")

    try compare(
      "seal \(count) reports of 64 KiB", .rate(atLeast: 0.9),
      [certificateFile, plainFile, String(VaultSubject.size), String(count)], "seal")
    let size = String(records[0].count)
    var opening = Comparison("open \(count) reports of 64 KiB", .rate(atLeast: 0.9))
    try opening.run(
      rounds: rounds,
      ours: { try ours(["open", keyFile, sealedFile, size, String(count)]) },
      peers: { try measure([peer, "open", der, sealedFile, size, String(count)]) })
    show(opening.text)
  }

  private func compare(
    _ title: String, _ bar: Comparison.Bar, _ arguments: [String], _ command: String
  ) throws {
    var comparison = Comparison(title, bar)
    try comparison.run(
      rounds: rounds, ours: { try ours([command] + arguments) },
      peers: { try measure([peer, command] + arguments) })
    show(comparison.text)
  }

  private func history() async throws {
    let made = MadeVault(home: options.text("--vault") ?? scratch.path)
    if options.text("--vault") == nil {
      try await made.make(count, passphrase: try secret(MadeVault.passphrase))
    }
    let vault = Vault(home: made.home, in: try world(), tool: "saqta benchmark")
    let organisation = try vault.organisation(MadeVault.alias)
    let paths = try vault.records(of: organisation)
    let list = try scratch.write(Array(paths.joined(separator: "\n").utf8), to: "list")
    let keyFile = "\(made.home)/organisations/\(MadeVault.alias)/keys/1.key"
    let der = try scratch.write(try privateKey(in: keyFile), to: "vault-key.der")
    var comparison = Comparison("history over \(paths.count) records", .time(atMost: 1))
    try comparison.run(
      rounds: rounds, ours: { try ours(["history", made.home, MadeVault.alias]) },
      peers: { try measure([peer, "read", der, list]) })
    show(comparison.text)
  }

  private func ours(_ arguments: [String]) throws -> Measured {
    try measure(
      ["/proc/self/exe", "side"] + arguments, input: Array("\(MadeVault.passphrase)\n".utf8))
  }

  private func privateKey(in file: String) throws -> [UInt8] {
    try spawn([peer, "key", file], input: Array(MadeVault.passphrase.utf8))
  }

  /// Reports as they are sealed: a line of JSON and spaces.
  private func plaintexts() throws -> [[UInt8]] {
    let newsroom = MadeUpNewsroom(
      checklist: try readChecklist(.builtIn("newsroom"), language: "en", in: try world()),
      count: 10_000)
    var plaintexts: [[UInt8]] = []
    for index in 0..<10_000 {
      if plaintexts.count == 64 { break }
      guard case .report(let report) = newsroom.record(index).event else { continue }
      let line = try Documents.encode(report)
      guard line.count < VaultSubject.size else { continue }
      plaintexts.append(
        line + [UInt8](repeating: 0x20, count: VaultSubject.size - line.count - 1) + [0x0A])
    }
    return plaintexts
  }
}
