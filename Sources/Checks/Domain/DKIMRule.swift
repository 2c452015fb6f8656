internal import Hygiene
internal import OpenSSL
internal import Platform

/// The keys of signed mail (RFC 6376, 8301, 8463).
struct DKIMFacts: DomainFacts {
  enum Finding: String, DomainFinding {
    case strong
    case noSelectors = "no-selectors", selectorNeeded = "selector-needed", noMail = "no-mail"
    case lacking, several, unreadable, revoked, tiny
    case short, testing

    var weight: DomainWeight {
      switch self {
      case .strong, .noMail: .good
      case .short, .testing: .concern
      case .selectorNeeded: .unknown("selector-needed")
      default: .problem
      }
    }
  }

  let domain: String
  /// What stands below each selector that the person named.
  var keys: [DomainAnswer] = []
  /// The answer for the name above all selectors, when none was named.
  var above: DomainAnswer?
  /// Whether the domain says that it sends no mail.
  var sendsMail = true
  var findings: [Finding] = []

  var missing: Reason? { (keys + (above.map { [$0] } ?? [])).compactMap(\.missing).first }

  var concluded: [Finding] {
    var found: [Finding] = []
    for finding in keys.flatMap(Self.findings) where !found.contains(finding) {
      found.append(finding)
    }
    guard keys.isEmpty, let above, above.missing == nil else { return found }
    // RFC 8020: below a name that does not exist nothing exists. Else one may exist, whatever its name.
    guard above.word == .nxdomain else { return [.selectorNeeded] }
    return sendsMail ? [.noSelectors] : [.noMail]
  }

  private static func findings(of answer: DomainAnswer) -> [Finding] {
    if answer.missing != nil { return [] }
    if answer.isAbsent { return [.lacking] }
    guard answer.texts.count == 1, let text = answer.texts.first else { return [.several] }
    return findings(of: text)
  }

  private static func findings(of text: String) -> [Finding] {
    guard let tags = TagList(text), let key = tags["p"],
      tags["v"] == nil || tags.begins(withVersion: "DKIM1")
    else { return [.unreadable] }
    // §3.6.1: an empty key was revoked.
    let base64 = key.filter { $0 != " " && $0 != "\t" }
    if base64.isEmpty { return [.revoked] }
    guard let bytes = Base64.bytes(base64) else { return [.unreadable] }
    var found: [Finding] = []
    switch tags["k"] ?? "rsa" {
    case "ed25519": found.append(bytes.count == 32 ? .strong : .unreadable)
    case "rsa":
      switch bitsOfRSAKey(inDER: bytes) {
      case nil: found.append(.unreadable)
      case .some(2048...): found.append(.strong)
      case .some(1024...): found.append(.short)
      default: found.append(.tiny)
      }
    default: found.append(.unreadable)
    }
    let flags = (tags["t"] ?? "").split(separator: ":").map { $0.trimmedOfSpace }
    if flags.contains("y") { found.append(.testing) }
    return found
  }
}

/// RFC 4648 §4, strictly.
enum Base64 {
  /// Nil for anything that is not whole and in its alphabet.
  static func bytes(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % 4 == 0, digits.count <= 1 << 16 else { return nil }
    let padding = digits.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard padding <= 2 else { return nil }
    var (bytes, buffer, bits): ([UInt8], Int, Int) = ([], 0, 0)
    for digit in digits.dropLast(padding) {
      guard let value = value(of: digit) else { return nil }
      buffer = (buffer << 6 | value) & 0xffff
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
      }
    }
    return bytes
  }

  private static func value(of digit: UInt8) -> Int? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(digit) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(digit) - 97 + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit) - 48 + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
