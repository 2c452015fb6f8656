internal import Platform

/// One SPF record, read strictly (RFC 7208 §4.6, §12).
struct SPFRecord: Hashable, Sendable {
  enum Term: Hashable, Sendable {
    /// With its qualifier, one of `+-~?`.
    case all(Character)
    case include(String), exists(String)
    /// The name is empty when it is the domain's own.
    case a(String), mx(String), ptr
    case ip
  }
  let terms: [Term]
  /// Empty when there is none.
  let redirect: String

  /// Whether a text claims to be one (§4.5): case does not count, what follows must be a space.
  static func claims(_ text: String) -> Bool {
    let start = text.prefix(7).lowercased()
    return start == "v=spf1" && text.utf8.count == 6 || start == "v=spf1 "
  }

  /// Nil when receivers would call it an error.
  init?(_ text: String) {
    guard SPFRecord.claims(text) else { return nil }
    var (terms, modifiers): ([Term], [String: String]) = ([], [:])
    for word in text.dropFirst(6).split(separator: " ") {
      if let (name, value) = SPFRecord.modifier(word) {
        // §6: each of the two known ones once; unknown ones are for others.
        guard name == "redirect" || name == "exp" else { continue }
        guard modifiers[name] == nil, SPFRecord.isDomain(value) else { return nil }
        modifiers[name] = value
      } else {
        guard let term = SPFRecord.mechanism(word) else { return nil }
        terms.append(term)
      }
    }
    self.terms = terms
    redirect = modifiers["redirect"] ?? ""
  }

  /// `name=value`, where the name begins with a letter.
  private static func modifier(_ word: Substring) -> (name: String, value: String)? {
    guard let equals = word.firstIndex(of: "=") else { return nil }
    let name = word[..<equals]
    guard let first = name.utf8.first, first.isLetter,
      name.utf8.allSatisfy({ $0.isWordByte || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") })
    else { return nil }
    return (name.lowercased(), String(word[word.index(after: equals)...]))
  }

  private static func mechanism(_ word: Substring) -> Term? {
    var word = word
    var qualifier: Character = "+"
    if let first = word.first, "+-~?".contains(first) {
      qualifier = first
      word = word.dropFirst()
    }
    let name = word.prefix { $0 != ":" && $0 != "/" }.lowercased()
    let rest = word.dropFirst(name.count)
    let value = rest.first == ":" ? String(rest.dropFirst()) : nil
    switch name {
    case "all": return rest.isEmpty ? .all(qualifier) : nil
    case "include": return value.flatMap { isDomain($0) ? .include($0.lowercased()) : nil }
    case "exists": return value.flatMap { isDomain($0) ? .exists($0.lowercased()) : nil }
    case "ptr":
      return rest.isEmpty || value.map(isDomain) ?? false ? .ptr : nil
    case "a": return address(rest).map { .a($0) }
    case "mx": return address(rest).map { .mx($0) }
    case "ip4", "ip6": return value.map { isNetwork($0, v6: name == "ip6") } ?? false ? .ip : nil
    default: return nil
    }
  }

  /// `[:domain][/cidr][//cidr]`: the domain, empty when there is none; nil for anything else.
  private static func address(_ rest: Substring) -> String? {
    var (rest, domain) = (rest, "")
    if rest.first == ":" {
      let name = rest.dropFirst().prefix { $0 != "/" }
      guard isDomain(String(name)) else { return nil }
      domain = name.lowercased()
      rest = rest.dropFirst(1 + name.count)
    }
    guard !rest.isEmpty else { return domain }
    let sizes = rest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    // "/24" is ["", "24"], "//64" is ["", "", "64"], "/24//64" is ["", "24", "", "64"].
    let isFine =
      switch sizes.count {
      case 2: isSize(sizes[1], atMost: 32)
      case 3: sizes[1].isEmpty && isSize(sizes[2], atMost: 128)
      case 4: isSize(sizes[1], atMost: 32) && sizes[2].isEmpty && isSize(sizes[3], atMost: 128)
      default: false
      }
    return isFine ? domain : nil
  }

  private static func isSize(_ text: String, atMost most: Int) -> Bool {
    guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy(\.isDigit) else { return false }
    return Int(text).map { $0 <= most } ?? false
  }

  private static func isNetwork(_ text: String, v6: Bool) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2, let address = IPAddress(parts[0]), address.isV6 == v6 else {
      return false
    }
    return parts.count == 1 || isSize(parts[1], atMost: v6 ? 128 : 32)
  }

  /// Printable ASCII without spaces; a macro may stand in it.
  private static func isDomain(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 253 && text.utf8.allSatisfy { $0 > 32 && $0 < 127 }
  }

  static func hasMacro(_ name: String) -> Bool { name.contains("%") }
}
