internal import Hygiene
internal import Platform

/// Whether browsers are told to accept nothing but HTTPS (RFC 6797).
struct HSTSFacts: DomainFacts {
  enum Finding: String, DomainFinding {
    case long
    case short
    case none, zero, invalid
    case noSubdomains = "no-subdomains"

    var weight: DomainWeight {
      switch self {
      case .long: .good
      case .noSubdomains: .note
      case .short: .concern
      default: .problem
      }
    }
  }

  let domain: String
  /// The headers as they came.
  var headers: [String] = []
  var word: FailureWord?
  /// Seconds.
  var maxAge: Int?
  var findings: [Finding] = []

  init(_ domain: String, headers: [String], word: FailureWord? = nil) {
    (self.domain, self.word) = (domain, word)
    self.headers = headers.prefix(4).map { cleaned($0, atMost: 255) }
    maxAge = self.headers.first.flatMap(HSTSHeader.init)?.maxAge
  }

  var missing: Reason? { word.map { Reason(unanswered: $0) } }

  var concluded: [Finding] {
    if word != nil { return [] }
    // §8.1: only the first counts.
    guard let first = headers.first else { return [.none] }
    guard let header = HSTSHeader(first) else { return [.invalid] }
    if header.maxAge == 0 { return [.zero] }
    let verdict: Finding = header.maxAge >= 31_536_000 ? .long : .short
    return header.includesSubdomains ? [verdict] : [verdict, .noSubdomains]
  }
}

/// The value of a header `Strict-Transport-Security` (RFC 6797 §6.1).
struct HSTSHeader: Hashable, Sendable {
  let maxAge: Int
  let includesSubdomains: Bool

  /// Nil when a browser must ignore it: a directive twice, no `max-age`, or wrong in form.
  init?(_ text: String) {
    var directives: [String: String] = [:]
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      let part = part.trimmedOfSpace
      if part.isEmpty { continue }
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map(\.trimmedOfSpace)
      let name = sides[0].lowercased()
      guard !name.isEmpty, directives[name] == nil,
        name.utf8.allSatisfy({ $0.isWordByte || $0 == UInt8(ascii: "-") })
      else { return nil }
      directives[name] = sides.count == 2 ? String(sides[1]) : ""
    }
    guard var age = directives["max-age"] else { return nil }
    if age.count >= 2, age.hasPrefix("\""), age.hasSuffix("\"") {
      age = String(age.dropFirst().dropLast())
    }
    guard !age.isEmpty, age.utf8.allSatisfy(\.isDigit) else { return nil }
    // More digits than a number holds are for ever.
    maxAge = Int(age) ?? Int.max
    includesSubdomains = directives["includesubdomains"] != nil
  }
}
