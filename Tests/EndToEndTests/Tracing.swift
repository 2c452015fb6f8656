import Glibc
import TestKit
import Testing

extension Computer {
  static let canTrace = (try? run(["strace", "-o", "/dev/null", "true"]).status) == 0
  /// What CI tells apart: a package that is missing is its fault.
  static let whyNotTraced: Comment =
    (try? run(["strace", "-V"]).status) == 0
    ? "the kernel gives no tracing" : "strace is missing"

  /// What stands before a command so that the n-th call of a kind, of those about `paths` if there
  /// are any, does something else.
  private func strace(
    _ call: String, _ number: Int, does: String, paths: [String]
  ) -> [String] {
    ["strace", "-f", "-qq", "-o", "\(work)/trace"] + paths.flatMap { ["-P", $0] }
      + ["-e", "trace=\(call)", "-e", "inject=\(call):\(does):when=\(number)"]
  }

  /// Runs saqta with something done to the n-th call of a kind; nil when there was no n-th.
  func saqta(
    _ arguments: [String], at call: String, _ number: Int, does: String, paths: [String] = [],
    under: [String] = [], handing: [Int32: String] = [3: SharedOrganisation.passphrase + "\n"]
  ) throws -> Ran? {
    let ran = try saqta(
      arguments, under: under + strace(call, number, does: does, paths: paths), handing: handing)
    let told = String(decoding: try contentsOfFile("\(work)/trace"), as: UTF8.self)
    return told.contains("INJECTED") || told.contains("killed by SIGKILL") ? ran : nil
  }

  /// Runs saqta with the passphrase of the organisation that all tests share.
  func saqtaWithKey(_ arguments: [String]) throws -> Ran {
    try saqta(
      arguments + ["--passphrase-fd", "3"], handing: [3: SharedOrganisation.passphrase + "\n"])
  }

  /// Names that are given only between the two calls that replace a file.
  func leftovers() throws -> [String] {
    try contents().filter { $0.contains(".new-") }
  }

  /// Whether the passphrase opens every record, of whatever key.
  func opensEverything(_ passphrase: String) throws -> Bool {
    let found = try saqta(
      ["verify", "--json", "--passphrase-fd", "3"], handing: [3: passphrase + "\n"])
    return found.text.contains("\"records\":") && !found.text.contains("key-is-gone")
      && !found.text.contains("other-key")
  }

  /// The home folder as it is now, for others to begin with.
  func packed() throws -> [UInt8] { try run(["tar", "-c", "-C", home, "."]).output }

  convenience init(unpacking home: [UInt8]) throws {
    try self.init()
    try run(["tar", "-x", "-C", self.home], input: home)
  }
}
