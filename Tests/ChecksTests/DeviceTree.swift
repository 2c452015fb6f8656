import Documents
import Hygiene
import Platform
import TestKit

@testable import Checks

/// A folder that stands for a computer, for the device checks.
struct DeviceTree: CustomStringConvertible, Sendable {
  let root: String
  var environment = ["XDG_CURRENT_DESKTOP": "GNOME"]
  /// Goes away with the last copy of this.
  private var owner: TemporaryFolder?

  static let folder = "\(packageRoot)/Tests/Fixtures/devices"
  static let checks = catalogue.filter { $0.family == .device }

  static let all: [DeviceTree] = {
    let files = LiveFiles()
    return ((try? files.list(folder)) ?? []).map { "\(folder)/\($0)" }
      .filter { (try? files.status(of: $0, followingLinks: false))?.kind == .folder }
      .map { DeviceTree(root: $0) }
  }()

  init(root: String) { self.root = root }

  /// A small computer with these files; every one has a home and an account.
  init(_ texts: [String: String]) throws {
    let folder = try TemporaryFolder()
    (owner, root) = (folder, folder.path)
    for (path, text) in Self.least.merging(texts, uniquingKeysWith: { $1 }) {
      try write(Array(text.utf8), to: path)
    }
  }

  private static let least = [
    "/etc/passwd": "a:x:1000:1000::/home/a:/bin/sh\n", "/home/a/.profile": "",
    "/proc/self/status": "Uid:\t1000\t1000\t1000\t1000\n",
  ]

  func write(_ bytes: [UInt8], to path: String) throws {
    let full = root + path
    try LiveFiles().makeFolder(String(full[..<(full.lastIndex(of: "/") ?? full.endIndex)]))
    try LiveFiles().write(bytes, to: full, replacing: true)
  }

  var description: String { root.split(separator: "/").last.map(String.init) ?? root }

  func world(at moment: String = "2026-12-01T06:10:00Z") -> World {
    var world = World.unplugged
    world.files = LiveFiles(root: root)
    world.clock = FixedClock(moment)
    world.environment = environment
    return world
  }

  func evidence(
    of check: any Check, at moment: String = "2026-12-01T06:10:00Z"
  ) async -> Evidence? {
    await check.run(in: world(at: moment), about: Survey(home: "/home/a")).first
  }

  func outcome(of check: any Check) async -> Outcome? { await evidence(of: check)?.outcome }

  /// What each check finds, a line each, and below it the facts.
  func judged(by checks: [any Check] = DeviceTree.checks) async throws -> String {
    var text = ""
    for check in checks {
      guard let evidence = await evidence(of: check) else { continue }
      let reason = evidence.outcome.reason.map { " because \($0)" } ?? ""
      text += "\(check.id): \(evidence.outcome.kind.rawValue)\(reason)\n"
      text += "  \(String(decoding: try Documents.encode(evidence.facts), as: UTF8.self))\n"
    }
    return text
  }
}
