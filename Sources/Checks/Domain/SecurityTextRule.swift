internal import Hygiene
internal import Platform

/// Whom to tell about a hole in the site (RFC 9116).
struct SecurityTextFacts: DomainFacts {
  enum Finding: String, DomainFinding {
    case complete
    case lacking
    case oldPlace = "old-place", far, noExpires = "no-expires", wrongType = "wrong-type"
    case expired, noContact = "no-contact"

    var weight: DomainWeight {
      switch self {
      case .complete: .good
      // Nobody must have one.
      case .lacking: .skipped(.notPresent)
      case .oldPlace, .far, .noExpires, .wrongType: .concern
      case .expired, .noContact: .problem
      }
    }
  }

  let domain: String
  /// The status at `/.well-known/security.txt`.
  var status: Int?
  var word: FailureWord?
  /// Whether it stands at `/security.txt` only.
  var isAtOldPlace = false
  /// Nil when there is no such file.
  var type: String?
  /// The lines `Contact` and `Expires`.
  var contacts: [String] = []
  var expires: [String] = []
  /// When it was looked at.
  var seen: Timestamp
  var findings: [Finding] = []

  init(_ domain: String, _ first: DomainPage, _ second: DomainPage?, on seen: Timestamp) {
    (self.domain, self.seen) = (domain, seen)
    (status, word) = (first.head?.status, first.word)
    isAtOldPlace = first.word == nil && first.head?.status != 200 && second?.head?.status == 200
    let page = isAtOldPlace ? second ?? first : first
    guard page.word == nil, page.head?.status == 200 else { return }
    type = cleaned(page.head?.first("content-type") ?? "", atMost: 100)
    let text = SecurityText(String(decoding: page.body, as: UTF8.self))
    (contacts, expires) = (text.values(of: "contact"), text.values(of: "expires"))
  }

  var missing: Reason? { word.map { Reason(unanswered: $0) } }

  var concluded: [Finding] {
    if word != nil { return [] }
    guard let type else { return [.lacking] }
    // A page for people at every address is no such file.
    if contacts.isEmpty, expires.isEmpty, type.lowercased().hasPrefix("text/html") {
      return [.lacking]
    }
    var found: [Finding] = []
    if isAtOldPlace { found.append(.oldPlace) }
    let bare = type.prefix { $0 != ";" }.trimmedOfSpace.lowercased()
    if bare != "text/plain" { found.append(.wrongType) }
    if contacts.isEmpty { found.append(.noContact) }
    if expires.count == 1, let end = InternetDate(expires[0])?.moment {
      let year = seen.secondsSinceEpoch + 366 * 86_400
      if end <= seen {
        found.append(.expired)
      } else if end.secondsSinceEpoch > year {
        found.append(.far)
      }
    } else {
      found.append(.noExpires)
    }
    return found.isEmpty ? [.complete] : found
  }
}

/// The fields of a `security.txt`, also of one in an OpenPGP clear signature.
struct SecurityText: Hashable, Sendable {
  private let fields: [(name: String, value: String)]

  init(_ text: String) {
    // "\r\n" is one character of Swift: both of it are newlines.
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
    if let begin = lines.firstIndex(of: "-----BEGIN PGP SIGNED MESSAGE-----") {
      // RFC 9580 §7: headers up to an empty line, then the text, where a line may begin with "- ".
      lines = lines[(begin + 1)...].drop { !$0.isEmpty }
        .prefix { $0 != "-----BEGIN PGP SIGNATURE-----" }
    }
    var fields: [(name: String, value: String)] = []
    for line in lines.prefix(1000) {
      let line = line.hasPrefix("- ") ? line.dropFirst(2) : line
      guard !line.hasPrefix("#"), let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].trimmedOfSpace
      guard !value.isEmpty else { continue }
      fields.append((line[..<colon].lowercased(), cleaned(String(value), atMost: 255)))
    }
    self.fields = fields
  }

  /// The first eight values of a field.
  func values(of name: String) -> [String] {
    Array(fields.lazy.filter { $0.name == name }.map(\.value).prefix(8))
  }

  static func == (one: Self, other: Self) -> Bool {
    one.fields.elementsEqual(other.fields) { $0.name == $1.name && $0.value == $1.value }
  }

  func hash(into hasher: inout Hasher) { hasher.combine(fields.count) }
}

/// A moment such as `2027-01-01T12:00:00.000+05:00` (RFC 3339 §5.6).
struct InternetDate: Hashable, Sendable {
  let moment: Timestamp

  init?(_ text: String) {
    let text = text.uppercased()
    guard text.utf8.count >= 20, text.utf8.allSatisfy({ $0 < 128 }) else { return nil }
    // The seconds may have a fraction, and a zone stands where we want none.
    let head = String(text.prefix(19)).replacing(" ", with: "T")
    guard let base = Timestamp(head + "Z") else { return nil }
    var rest = text.dropFirst(19)
    if rest.first == "." {
      let digits = rest.dropFirst().prefix { $0.isNumber }
      guard !digits.isEmpty else { return nil }
      rest = rest.dropFirst(1 + digits.count)
    }
    if rest == "Z" {
      moment = base
      return
    }
    let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard let sign = rest.first, sign == "+" || sign == "-", parts.count == 2,
      parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(\.isDigit) }),
      let hours = Int(parts[0]), let minutes = Int(parts[1]), hours < 24, minutes < 60
    else { return nil }
    let offset = (hours * 60 + minutes) * 60 * (sign == "+" ? 1 : -1)
    moment = Timestamp(secondsSinceEpoch: base.secondsSinceEpoch - offset)
  }
}
