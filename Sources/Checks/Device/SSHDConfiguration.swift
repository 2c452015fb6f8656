internal import Platform

/// What sshd_config(5) says of passwords.
///
/// Of each keyword the first value counts, files that are included stand where `Include` does, and
/// a `Match` block sets it for some only: one that allows passwords is enough to allow them.
struct SSHDConfiguration {
  let passwords: SSHFacts.Passwords
  private static let deepest = 8
  private static let names: Set = [
    "passwordauthentication", "kbdinteractiveauthentication", "challengeresponseauthentication",
  ]

  private struct Reading {
    var first: [String: Bool] = [:]
    var isAllowedForSome = false
    var isInMatch = false
    var isUnclear = false
  }

  init(_ files: SystemFiles) {
    var reading = Reading()
    Self.read("/etc/ssh/sshd_config", files, depth: 0, into: &reading)
    // Both are on unless they are turned off; keyboard-interactive asks PAM for the same password.
    let password = reading.first["passwordauthentication"] ?? true
    let keyboard =
      reading.first["kbdinteractiveauthentication"]
      ?? reading.first["challengeresponseauthentication"] ?? true
    if reading.isUnclear {
      passwords = .unclear
    } else {
      passwords = password || keyboard || reading.isAllowedForSome ? .accepted : .refused
    }
  }

  private static func read(
    _ path: String, _ files: SystemFiles, depth: Int, into reading: inout Reading
  ) {
    guard depth < deepest, let text = try? files.text(path) else {
      reading.isUnclear = true
      return
    }
    for line in text.entries {
      // `Keyword value`, `Keyword=value`, and both with quotation marks.
      let words = line.filter { $0 != "\"" }.split { $0 == " " || $0 == "\t" || $0 == "=" }
        .map(String.init)
      guard let keyword = words.first?.lowercased(), words.count > 1 else { continue }
      switch keyword {
      case "match": reading.isInMatch = words[1].lowercased() != "all"
      case "include":
        for pattern in words.dropFirst() {
          include(pattern, files, depth: depth + 1, into: &reading)
        }
      case _ where names.contains(keyword):
        let isOn = words[1].lowercased() == "yes"
        if reading.isInMatch {
          reading.isAllowedForSome = reading.isAllowedForSome || isOn
        } else if reading.first[keyword] == nil {
          reading.first[keyword] = isOn
        }
      default: break
      }
    }
  }

  /// A pattern with one `*` in its last part, as distributions write it; others are not guessed.
  private static func include(
    _ pattern: String, _ files: SystemFiles, depth: Int, into reading: inout Reading
  ) {
    let path = pattern.hasPrefix("/") ? pattern : "/etc/ssh/\(pattern)"
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    let (folder, last) = (String(path[..<slash]), String(path[path.index(after: slash)...]))
    let parts = last.split(separator: "*", omittingEmptySubsequences: false)
    guard !folder.contains("*"), !path.contains("?"), !path.contains("["), parts.count <= 2 else {
      reading.isUnclear = true
      return
    }
    guard parts.count == 2 else { return read(path, files, depth: depth, into: &reading) }
    guard let names = try? files.names(in: folder) else {
      reading.isUnclear = true
      return
    }
    let wasInMatch = reading.isInMatch
    for name in names where name.hasPrefix(parts[0]) && name.hasSuffix(parts[1]) {
      read("\(folder)/\(name)", files, depth: depth, into: &reading)
      // A Match in an included file ends with it.
      reading.isInMatch = wasInMatch
    }
  }
}
