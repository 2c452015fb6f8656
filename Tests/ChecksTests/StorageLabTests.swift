import Checks
import FoundationEssentials
import Glibc
import Hygiene
import Platform
import TestKit
import Testing

/// Real stacks of disks, in a Linux that the test boots (Debian: `user-mode-linux`).
///
/// The test runs itself inside: as root, which may read headers, and as nobody.
@Suite struct StorageLabTests {
  @Test(.enabled(if: Lab.isPossible, "linux.uml is not installed"), arguments: Lab.scenarios)
  func stacksOfRealDisksAreJudgedAsTheyAre(_ scenario: Lab.Scenario) throws {
    let found = try scenario.run()
    if recordsAnew {
      try LiveFiles().write(Array(found.utf8), to: scenario.textPath, replacing: true)
    }
    #expect(found == (try LiveFiles().text(scenario.textPath)))
  }

  /// Runs in the guest only.
  @Test(.enabled(if: Lab.homes != nil))
  func whatIsFoundInside() async throws {
    for home in try #require(Lab.homes) {
      let machine = Machine(root: "", home: home, files: GuestFiles())
      let lines = try await machine.judged().split(separator: "\n")
      let isLast = home == Lab.homes?.last
      let shown = isLast ? lines[...] : lines.prefix { !$0.hasPrefix("swap") }
      print((["= \(home)"] + shown).map { "\n@\($0)" }.joined())
    }
  }
}

enum Lab {
  struct Scenario: CustomStringConvertible, Sendable {
    let name: String
    let mebibytes: Int
    let homes: [String]

    var description: String { name }
    var textPath: String { "\(Lab.folder)/\(name).txt" }
  }

  static let scenarios = [
    Scenario(name: "lvm", mebibytes: 256, homes: ["/mnt/boot", "/mnt/home"]),
    Scenario(
      name: "mixed", mebibytes: 800,
      homes: [
        "/mnt/md", "/mnt/mix", "/mnt/bthome", "/mnt/ver", "/mnt/integ", "/mnt/null", "/mnt/loop",
        "/mnt/inner",
        "/mnt/ov", "/mnt/bind", "/mnt/gc",
      ]),
    Scenario(
      name: "odd", mebibytes: 800,
      homes: [
        "/mnt/vera", "/mnt/half", "/mnt/md", "/mnt/bc", "/mnt/thin", "/mnt/int", "/mnt/fake",
        "/mnt/ec1", "/mnt/ec2",
      ]),
  ]

  static let folder = Machine.folder.replacing("Fixtures/machines", with: "Lab/disks")

  static var isPossible: Bool {
    homes == nil && access("/usr/bin/linux.uml", X_OK) == 0 && access("/usr/sbin/lvm", X_OK) == 0
  }

  /// What to look at, when this process runs in the guest.
  static let homes: [String]? = getenv("SAQTA_LAB_HOMES").map {
    String(cString: $0).split(separator: ":").map(String.init)
  }
}

extension Lab.Scenario {
  /// What the guest found, first as root and then as nobody.
  func run() throws -> String {
    let own = try LiveFiles().target(ofLink: "/proc/self/exe").split(separator: "/")
    // A checkout may lie where nobody may not go, such as the home of root.
    let entrance =
      "mkdir -p /run/own && mount --bind /\(own.dropLast().joined(separator: "/")) /run/own"
    let look =
      "SAQTA_LAB_HOMES=\(homes.joined(separator: ":")) /run/own/\(own.last ?? "") "
      + "--testing-library swift-testing --filter whatIsFoundInside"
    let ran = try TestKit.run([
      "sh", "\(Lab.folder)/run.sh", "\(name).sh", "\(mebibytes)",
      "\(entrance); \(look); echo @; echo @as nobody; su nobody -s /bin/sh -c \"\(look)\"",
    ])
    let lines = ran.text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("@") }
    struct NothingFound: Error { let output: String }
    guard lines.count > 2 else { throw NothingFound(output: ran.text + ran.errorText) }
    return lines.map { "\($0.dropFirst())\n" }.joined()
  }
}

/// The guest's files. Its root is the host's, so what only the host is must go.
private struct GuestFiles: Files, Devices {
  private let live = LiveFiles()
  private static let hidden: Set = ["/.dockerenv", "/etc/crypttab", "/etc/fstab", "/proc/cpuinfo"]

  private func shown(_ path: String) throws(FileProblem) -> String {
    if Self.hidden.contains(path) { throw FileProblem(.missing, path) }
    return path
  }

  func read(
    _ path: String, atMost limit: Int, followingLinks: Bool
  ) throws(FileProblem) -> [UInt8] {
    try live.read(shown(path), atMost: limit, followingLinks: followingLinks)
  }
  func list(_ path: String) throws(FileProblem) -> [String] { try live.list(path) }
  func status(of path: String, followingLinks: Bool) throws(FileProblem) -> FileStatus {
    try live.status(of: shown(path), followingLinks: followingLinks)
  }
  func target(ofLink path: String) throws(FileProblem) -> String { try live.target(ofLink: path) }
  func realPath(_ path: String) throws(FileProblem) -> String { try live.realPath(path) }
  func withDevice<Result>(_ path: String, _ body: (Int32) throws -> Result) throws -> Result {
    try live.withDevice(path, body)
  }

  // The checks write nothing.
  func makeFolder(_ path: String) throws(FileProblem) { throw FileProblem(.forbidden, path) }
  func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws(FileProblem) {
    throw FileProblem(.forbidden, path)
  }
  func append(_ bytes: [UInt8], to path: String, keeping kept: Int) throws(FileProblem) {
    throw FileProblem(.forbidden, path)
  }
  func remove(_ path: String) throws(FileProblem) { throw FileProblem(.forbidden, path) }
}
