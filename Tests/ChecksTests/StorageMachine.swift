import Checks
import Documents
import FoundationEssentials
import Glibc
import Hygiene
import Platform
import TestKit

/// A folder that stands for a computer.
struct Machine: CustomStringConvertible, Sendable {
  let root: String
  var home = "/home/a"
  /// Other files than those below the root.
  var files: (any Files)?

  static let folder: String = {
    let file = #filePath
    let tests = file.split(separator: "/").dropLast(2).joined(separator: "/")
    return "/\(tests)/Fixtures/machines"
  }()

  static let all: [Machine] = {
    let files = LiveFiles()
    let names = (try? files.list(folder)) ?? []
    return names.map { "\(folder)/\($0)" }
      .filter { (try? files.status(of: $0, followingLinks: false))?.kind == .folder }
      .map { Machine(root: $0) }
  }()

  var description: String { root.split(separator: "/").last.map(String.init) ?? root }
  var textPath: String { "\(root).txt" }

  func evidence() async -> [Evidence] {
    var world = World.unplugged
    world.files = files ?? LiveFiles(root: root)
    world.clock = FixedClock()
    let survey = Survey(home: home)
    var evidence: [Evidence] = []
    for check in [any Check].storage { evidence += await check.run(in: world, about: survey) }
    return evidence
  }

  /// Subject, verdict, outcome and confidence of each check's evidence, and below it the chains.
  func judged() async throws -> String {
    var text = ""
    for evidence in await evidence() {
      let facts = try Documents.decode(
        StorageFacts.self, from: Documents.encode(evidence.facts))
      let reason = evidence.outcome.reason.map { " because \($0)" } ?? ""
      text += "\(evidence.subject): \(facts.verdict.rawValue), "
      text += "\(evidence.outcome.kind.rawValue)\(reason), \(evidence.confidence.rawValue)\n"
      text += facts.chains.map { "  \($0)\n" }.joined()
      let remarks = facts.unlocking.map(\.rawValue) + facts.remarks
      text += remarks.map { "  * \($0)\n" }.joined()
    }
    return text
  }
}

var recordsAnew: Bool { getenv("RECORD") != nil }

/// A folder that goes away with its owner.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/saqta-test-XXXXXX".utf8CString)
    struct NoFolder: Error {}
    guard mkdtemp(&template) != nil else { throw NoFolder() }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? LiveFiles().remove(path) }
}
