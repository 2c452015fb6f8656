import Checks
import Documents
import Platform
import TestKit
import Testing

/// fscrypt: the file system tells of each file whether it is encrypted. Tests may not mount one, so
/// the answers to that one question are made up.
@Suite struct StorageFileLevelTests {
  @Test(arguments: [
    ("plain-laptop", ["/home/a", "/home/a/private"], StorageVerdict.fileLevel),
    ("plain-laptop", ["/home/a/private"], .mixed),
    ("plain-laptop", ["/somewhere/else"], .notEncrypted),
    ("encrypted-laptop", ["/home/a"], .encryptedMap),
    ("encrypted-laptop", ["/home/a/private"], .encryptedMap),
  ])
  func encryptedFoldersAreSeen(
    _ name: String, _ encrypted: [String], _ verdict: StorageVerdict
  ) async throws {
    let files = TellingFiles(
      real: LiveFiles(root: "\(Machine.folder)/\(name)"), encrypted: Set(encrypted))
    let evidence = await Machine(root: "", files: files).evidence()
    let home = try #require(evidence.first)
    let facts = try Documents.decode(StorageFacts.self, from: Documents.encode(home.facts))
    #expect(facts.verdict == verdict)
  }
}

/// Files below a root, of which some are said to be encrypted; the home has a folder `private`.
private struct TellingFiles: Files {
  let real: LiveFiles
  let encrypted: Set<String>

  func status(of path: String, followingLinks: Bool) throws(FileProblem) -> FileStatus {
    if path.hasPrefix("/home/a") {
      return FileStatus(kind: .folder, isEncrypted: encrypted.contains(path))
    }
    return try real.status(of: path, followingLinks: followingLinks)
  }
  func list(_ path: String) throws(FileProblem) -> [String] {
    path == "/home/a" ? ["private"] : try real.list(path)
  }
  func read(
    _ path: String, atMost limit: Int, followingLinks: Bool
  ) throws(FileProblem) -> [UInt8] {
    try real.read(path, atMost: limit, followingLinks: followingLinks)
  }
  func target(ofLink path: String) throws(FileProblem) -> String { try real.target(ofLink: path) }
  func realPath(_ path: String) throws(FileProblem) -> String { try real.realPath(path) }
  func makeFolder(_ path: String) throws(FileProblem) { throw FileProblem(.forbidden, path) }
  func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws(FileProblem) {
    throw FileProblem(.forbidden, path)
  }
  func append(_ bytes: [UInt8], to path: String, keeping kept: Int) throws(FileProblem) {
    throw FileProblem(.forbidden, path)
  }
  func remove(_ path: String) throws(FileProblem) { throw FileProblem(.forbidden, path) }
}
