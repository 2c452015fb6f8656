import ChecklistFiles
import Glibc
import Hygiene
import OpenSSL
import Platform
import Vault

/// `make-vault FOLDER`: leaves a vault of a made-up newsroom that `saqta --home FOLDER` opens.
func makeVault(_ options: Options) async throws {
  guard options.words.count == 2, let folder = realpath(options.words[1], nil) else {
    throw Failure("make-vault needs an empty folder")
  }
  defer { free(folder) }
  let made = MadeVault(home: String(cString: folder))
  let count = try options.number("--count", else: 10_000)
  if let descriptor = options.text("--passphrase-fd").flatMap(Int32.init) {
    try await made.make(count, passphrase: try Secret.line(from: descriptor))
  } else {
    try await made.make(count, passphrase: try secret(MadeVault.passphrase))
    show("passphrase: \(MadeVault.passphrase)")
  }
  show("\(count) records in \(made.home); try: saqta history --home \(made.home)")
}

/// The vault home of a made-up newsroom.
struct MadeVault {
  static let alias = "oak-lamp"
  static let passphrase = "one that everybody knows"
  let home: String

  /// Seals every record as the program does and lets the vault take them in.
  func make(_ count: Int, passphrase: borrowing Secret) async throws {
    let world = try world()
    let vault = Vault(home: home, in: world, tool: "saqta benchmark")
    let organisation = try vault.create(
      alias: MadeVault.alias, name: "Made-up newsroom", passphrase: passphrase, recovery: nil)
    let key = try vault.unlock(organisation, with: passphrase)
    let newsroom = MadeUpNewsroom(
      checklist: try readChecklist(.builtIn("newsroom"), language: "en", in: world),
      count: count)
    let reasons = await Array(0..<count).inParallel(limit: 2) { [home] index -> (any Error)? in
      do {
        try seal(newsroom.record(index), for: organisation, in: home, world)
        return nil
      } catch {
        return error
      }
    }
    if let reason = reasons.compactMap(\.self).first { throw reason }
    // They have no line yet, like after a crash; with the key they get one in the order of time.
    guard try vault.adoptRecords(into: organisation, with: key) == count else {
      throw Failure("some records were not taken in")
    }
  }
}

private func seal(
  _ record: (event: Event, time: Timestamp), for organisation: Organisation, in home: String,
  _ world: World
) throws {
  var world = world
  world.clock = StoppedClock(now: record.time)
  let vault = Vault(home: home, in: world, tool: "saqta benchmark")
  let sealed = try vault.seal(record.event, for: organisation)
  try writeFile(sealed, to: vault.path(ofRecord: hex(sha256(sealed)), of: organisation))
}

func secret(_ text: String) throws -> Secret {
  var secret = try Secret()
  for byte in text.utf8 { try secret.append(byte) }
  return secret
}

private struct StoppedClock: Clock {
  let now: Timestamp
}
