/// A record of the form `name=value; name=value` (RFC 6376 §3.2, and likewise DMARC, MTA-STS, TLS-RPT).
struct TagList: Hashable, Sendable {
  struct Tag: Hashable, Sendable { let name: String, value: String }
  let tags: [Tag]

  /// Nil when a part has no name and value, or a name stands twice.
  init?(_ text: String) {
    var parts = text.split(separator: ";", omittingEmptySubsequences: false).map {
      $0.trimmedOfSpace
    }
    if parts.last?.isEmpty ?? false { parts.removeLast() }
    var (tags, seen): ([Tag], Set<String>) = ([], [])
    for part in parts {
      guard let equals = part.firstIndex(of: "=") else { return nil }
      let name = part[..<equals].trimmedOfSpace.lowercased()
      guard !name.isEmpty, name.utf8.allSatisfy({ $0.isWordByte }), seen.insert(name).inserted
      else {
        return nil
      }
      tags.append(
        Tag(name: name, value: String(part[part.index(after: equals)...].trimmedOfSpace)))
    }
    self.tags = tags
  }

  subscript(name: String) -> String? { tags.first { $0.name == name }?.value }

  /// Whether the list begins with this version, as the standards demand, letter by letter.
  func begins(withVersion version: String) -> Bool {
    tags.first.map { $0.name == "v" && $0.value == version } ?? false
  }
}

extension StringProtocol {
  /// Without spaces and tabs at both ends.
  var trimmedOfSpace: SubSequence {
    guard let start = firstIndex(where: { $0 != " " && $0 != "\t" }),
      let end = lastIndex(where: { $0 != " " && $0 != "\t" })
    else { return self[endIndex...] }
    return self[start...end]
  }
}

extension UInt8 {
  /// A letter, a digit or `_`.
  var isWordByte: Bool { isDigit || isLetter || self == UInt8(ascii: "_") }
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}
