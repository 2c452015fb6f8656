import Hygiene
import OpenSSL
import Platform
import TestKit

@testable import Vault

/// A computer of its own whose disk is a scratch folder.
struct Computer {
  let scratch: Scratch
  let vault: Vault

  init(files: (any Files)? = nil, randomness: any Randomness = LiveRandomness()) throws {
    scratch = try Scratch()
    var world = World.unplugged
    world.files = files ?? LiveFiles(root: scratch.path)
    world.clock = FixedClock()
    world.randomness = randomness
    vault = Vault(home: "/home/saqta", in: world, tool: "saqta test", keyCost: 15)
  }

  /// Another computer with the same files.
  func copied() throws -> Computer {
    let copy = try Computer()
    try run(["cp", "-a", "\(scratch.path)/home", copy.scratch.path])
    return copy
  }

  /// Every file and folder with its mode, sorted.
  func tree() throws -> [String] {
    try run(["find", "home/saqta", "-printf", "%m %p\n"], in: scratch.path).text
      .split(separator: "\n").map(String.init).sorted()
  }

  func make(_ alias: String = "oak-lamp", name: String = "Газета") throws -> Organisation {
    try vault.create(
      alias: alias, name: name, passphrase: secret("one two"), recovery: secret("paper copy"))
  }

  /// What a stranger, or a newer program, may have sealed with the certificate.
  func seal(_ lines: [String], padding: String? = nil, for organisation: Organisation) throws
    -> String
  {
    let content = Array(lines.map { $0 + "\n" }.joined().utf8)
    var plaintext = content + [UInt8](repeating: 0x20, count: 65_535 - content.count) + [0x0A]
    if let padding {
      plaintext.replaceSubrange((65_536 - padding.utf8.count)..., with: Array(padding.utf8))
    }
    let certificate = try RecipientCertificate(organisation.certificate)
    let record = try plaintext.withUnsafeBytes { try certificate.seal($0) }
    try scratch.write(record.bytes, to: "foreign.cms")
    return "/foreign.cms"
  }
}

func secret(_ text: String) throws -> Secret {
  var secret = try Secret()
  for byte in text.utf8 { try secret.append(byte) }
  return secret
}

func report(note: String = "") -> Report {
  let effort = Effort(difficulty: 1, skill: 1, disruption: 1, within: .hour)
  let control = Control(
    id: "ACC-01", domain: "ACC", tier: 1, weight: 3, unit: .person, effort: effort)
  let checklist = Checklist(
    id: "tiny", version: "1", digest: "00", questions: [], scenarios: [],
    domains: [Domain(id: "ACC", controls: [control])], words: Words(language: "en", texts: [:]))
  let answers = Answers(role: "reporter", replies: ["ACC-01": Reply(.partly, note: note)])
  return Report(
    assess(checklist, Context(), answers, []), by: checklist, context: Context(),
    answers: answers, evidence: [], at: FixedClock().now, tool: "saqta test")
}

/// The header of a record of `organisation`, with some fields replaced.
func header(of organisation: Organisation, _ changes: [String: String] = [:]) -> String {
  var fields = [
    "claimed_time": #""2026-11-24T06:10:00Z""#, "epoch": "\(organisation.epoch)",
    "fmt": #""saqta-S1""#, "kind": #""plan""#, "org": #""\#(organisation.id)""#,
    "prev": "null", "recipient": #""\#(organisation.fingerprint)""#, "seq": "null",
    "tool": #""t""#, "v": "1",
  ]
  fields.merge(changes) { $1 }
  return "{" + fields.sorted { $0.key < $1.key }.map { #""\#($0)":\#($1)"# }.joined(separator: ",")
    + "}"
}

/// The sentence id and status that `body` ends with.
func refusal(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch let error as UserError {
    return "\(error.message.id) \(error.status.rawValue)"
  } catch {
    return "\(error)"
  }
}
