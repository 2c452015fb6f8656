internal import Documents
internal import Hygiene
internal import Platform

/// What tells this computer from others: its addresses, its resolvers' and its name. None of it may
/// stand in a file for others.
struct OwnTraces: Sendable {
  private let addresses: Set<String>
  private let names: Set<String>
  private static let removed = "[removed]"

  /// Names that half of all computers have say nothing.
  private static let usualNames: Set<String> = [
    "localhost", "host", "saqta", "debian", "ubuntu", "fedora", "linux", "desktop", "laptop", "pc",
  ]

  /// `known` are addresses of others, such as those of encrypted resolvers.
  init(from files: any Files, but known: Set<String> = []) {
    let resolvers = ResolverSetup(from: files).resolvers.map(\.address)
    let all = Self.interfaces(in: files) + resolvers
    addresses = Set(all.filter { !(IPAddress($0)?.isLoopback ?? true) }).subtracting(known)
    let texts = ["/proc/sys/kernel/hostname", "/etc/hostname"].compactMap { path in
      (try? files.text(path, atMost: 4_096))?.split(whereSeparator: \.isWhitespace).first
    }
    let full = texts.map { $0.lowercased() }
    let short = full.map { String($0.prefix { $0 != "." }) }
    names = Set(full + short).filter { $0.utf8.count > 1 }.subtracting(Self.usualNames)
  }

  init(addresses: Set<String>, names: Set<String>) {
    (self.addresses, self.names) = (addresses, names)
  }

  /// The addresses of this computer's interfaces (proc(5)).
  private static func interfaces(in files: any Files) -> [String] {
    var found: [String] = []
    var last = ""
    for line in ((try? files.text("/proc/net/fib_trie")) ?? "").split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.first == "|--", words.count > 1 { last = String(words[1]) }
      if words.first == "/32", words.last == "LOCAL" { found.append(last) }
    }
    for line in ((try? files.text("/proc/net/if_inet6")) ?? "").split(separator: "\n") {
      let digits = Array(line.prefix { $0 != " " }.utf8)
      let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
        UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
      }
      if let address = IPAddress(bytes: bytes) { found.append(address.description) }
    }
    return found
  }

  func holds(_ address: String) -> Bool { addresses.contains(address) }

  /// A text of others without this computer's name, and without any address but the known ones.
  func removing(from text: String, but known: Set<String>) -> String {
    let text = withoutAddresses(text, but: known.subtracting(addresses))
    return tokens(of: text).map { isName($0) ? Self.removed : String($0) }.joined()
  }

  /// Whether anything of this computer stands in a text.
  func areIn(_ text: String) -> Bool {
    tokens(of: text).contains(where: isName) || addresses.contains { isAddress($0, in: text) }
  }

  private func isName(_ token: Substring) -> Bool {
    guard let first = token.first, first.isLetter || first.isNumber else { return false }
    let name = token.lowercased()
    return names.contains(name.hasSuffix(".") ? String(name.dropLast()) : name)
  }

  /// Words as host names are written, and what stands between them.
  private func tokens(of text: String) -> [Substring] {
    var tokens: [Substring] = []
    var start = text.startIndex
    var wasName = false
    for index in text.indices {
      let character = text[index]
      let isName = character.isLetter || character.isNumber || character == "." || character == "-"
      if index > start, isName != wasName {
        tokens.append(text[start..<index])
        start = index
      }
      wasName = isName
    }
    tokens.append(text[start...])
    return tokens
  }

  /// The address as such, or as names of computers in reverse DNS are made of it.
  private func isAddress(_ address: String, in text: String) -> Bool {
    let dashed = address.contains(".") ? [address.split(separator: ".").joined(separator: "-")] : []
    return ([address] + dashed).contains { form in
      text.ranges(of: form).contains { range in
        let before = text[..<range.lowerBound].last
        let after = text[range.upperBound...].first
        return !(before?.isHexDigit ?? false) && !(after?.isHexDigit ?? false)
      }
    }
  }
}
