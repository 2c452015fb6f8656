internal import Hygiene
internal import OpenSSL
internal import Platform

/// Where a checklist comes from.
public enum ChecklistSource: Hashable, Sendable {
  /// One that is compiled into the program.
  case builtIn(String)
  /// A folder on a disk.
  case folder(String)
}

/// The names of the checklists that are compiled into the program, sorted.
public func builtInChecklists() -> [String] {
  let suffix = "/checklist.yaml"
  return EmbeddedFile.all.map(\.path)
    .filter { $0.hasSuffix(suffix) && !$0.hasPrefix("example/") }
    .map { String($0.dropLast(suffix.count)) }
    .sorted()
}

/// The files of one checklist.
struct SourceFiles {
  struct File {
    let name: String
    let bytes: [UInt8]
  }
  /// What stands before a file's name when it is shown.
  let folder: String
  /// `checklist.yaml` first, then the words, in the order of their bytes.
  let files: [File]
  /// Other YAML files that lie there; nobody reads them.
  let strangers: [String]

  private static let structureName = "checklist.yaml"
  static let sizeLimit = 4 << 20
  static let languageLimit = 64

  var structure: File? { files.first { $0.name == SourceFiles.structureName } }

  var languages: [String] { files.compactMap { languageOfFile($0.name) } }

  func words(_ language: String) -> File? { files.first { $0.name == "text.\(language).yaml" } }

  func shownPath(_ name: String) -> String { cleaned("\(folder)/\(name)") }

  /// SHA-256 of what `LC_ALL=C sha256sum checklist.yaml text.*.yaml` prints, in hex
  /// (Docs/Formats/Checklist.md, "Digest").
  var digest: String {
    let lines = files.map { "\(hex(sha256($0.bytes)))  \($0.name)\n" }.joined()
    return hex(sha256(Array(lines.utf8)))
  }

  /// - Throws: `UserError` when there is no such checklist, or a file cannot be read.
  init(_ source: ChecklistSource, in world: World) throws {
    switch source {
    case .builtIn(let name): try self.init(builtIn: name)
    case .folder(let folder): try self.init(folder: folder, in: world.files)
    }
  }

  init(builtIn name: String) throws {
    let found = EmbeddedFile.all.filter { $0.path.hasPrefix("\(name)/") }
    guard !found.isEmpty else {
      throw UserError(
        "checklist.unknown",
        ["name": shown(name), "names": builtInChecklists().joined(separator: ", ")],
        status: .usage)
    }
    self.init(
      folder: name,
      found.map { File(name: String($0.path.dropFirst(name.utf8.count + 1)), bytes: $0.bytes) },
      strangers: [])
  }

  private init(folder path: String, in files: any Files) throws {
    let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let names = try telling { () throws(FileProblem) in try files.list(folder) }
      .filter { $0.hasSuffix(".yaml") }
    let wanted = names.filter {
      $0 == SourceFiles.structureName || languageOfFile($0) != nil
    }
    guard wanted.count <= SourceFiles.languageLimit else {
      throw UserError(
        "checklist.too-many-files",
        ["folder": cleaned(folder), "limit": String(SourceFiles.languageLimit)],
        status: .refused)
    }
    let read = try wanted.map { name in
      try telling { () throws(FileProblem) in
        File(
          name: name,
          bytes: try files.read(
            "\(folder)/\(name)", atMost: SourceFiles.sizeLimit, followingLinks: true))
      }
    }
    self.init(folder: folder, read, strangers: names.filter { !wanted.contains($0) })
  }

  init(folder: String, _ files: [File], strangers: [String]) {
    self.folder = folder
    self.strangers = strangers
    self.files = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}

/// `ru` for `text.ru.yaml`; nil for a file that holds no words.
private func languageOfFile(_ name: String) -> String? {
  guard name.hasPrefix("text."), name.hasSuffix(".yaml"), name.utf8.count > 10 else { return nil }
  let language = String(name.dropFirst(5).dropLast(5))
  return isLanguage(language) ? language : nil
}

/// Whether a text may be a language's code: `ru`, `uz-Latn`.
func isLanguage(_ text: String) -> Bool {
  let parts = text.split(separator: "-", omittingEmptySubsequences: false)
  return (2...3).contains(parts[0].utf8.count) && parts.count <= 3
    && parts[0].utf8.allSatisfy { (0x61...0x7A).contains($0) }
    && parts.dropFirst().allSatisfy { part in
      (2...8).contains(part.utf8.count)
        && part.utf8.allSatisfy {
          (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0)
        }
    }
}
