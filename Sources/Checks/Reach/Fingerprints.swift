internal import Hygiene

/// How pages that censors send can be told.
///
/// Few are built in, those that name a state's own redirect (OONI's blocking-fingerprints, read in
/// 2026); others come from a file that the person names.
public struct Fingerprints: Sendable {
  struct Fingerprint: Hashable, Sendable {
    enum Place: Hashable, Sendable {
      case body
      /// In lower case.
      case header(String)
    }
    enum Pattern: Hashable, Sendable {
      case full(String), prefix(String), contains(String)

      func fits(_ text: String) -> Bool {
        switch self {
        case .full(let pattern): text == pattern
        case .prefix(let pattern): text.hasPrefix(pattern)
        case .contains(let pattern): text.contains(pattern)
        }
      }
    }
    let name: String
    let place: Place
    let pattern: Pattern

    init(name: String, place: Place, pattern: Pattern) {
      (self.name, self.place, self.pattern) = (name, place, pattern)
    }

    /// Nil for a kind of place or pattern that is not looked for, and for a text so short that it
    /// would fit anything.
    init?(name: String, place: String, pattern kind: String, _ text: String) {
      guard text.utf8.count >= 8 else { return nil }
      let pattern: Pattern
      switch kind {
      case "full": pattern = .full(text)
      case "prefix": pattern = .prefix(text)
      case "contains": pattern = .contains(text)
      default: return nil
      }
      if place == "body" {
        self.init(name: name, place: .body, pattern: pattern)
      } else if place.hasPrefix("header.") {
        let header = place.dropFirst("header.".count).lowercased()
        self.init(name: name, place: .header(header), pattern: pattern)
      } else {
        return nil
      }
    }
  }

  var list: [Fingerprint]

  public static let builtIn = Fingerprints(list: [
    Fingerprint(
      name: "kg_homeline", place: .header("location"),
      pattern: .full("http://homeline.kg/access/blockpage.html")),
    Fingerprint(
      name: "uz_reestr", place: .header("location"), pattern: .prefix("http://reestr.mitc.uz/")),
  ])

  /// With those of a file in the form of OONI's tables, which the person supplies: no licence allows
  /// to hand them out. Of its rows those count that belong to a state or a provider (`nat`, `isp`) and
  /// look for a fixed text in a header or a body; nil when it has not the columns of such a table.
  public func adding(table text: String) -> Fingerprints? {
    let rows = Array(CommaSeparated(text))
    let columns = ["name", "scope", "location_found", "pattern_type", "pattern"]
    let places = columns.compactMap { rows.first?.fields.firstIndex(of: $0) }
    guard places.count == columns.count else { return nil }
    var all = self
    all.list += rows.dropFirst().prefix(Self.mostRows).compactMap { row in
      guard let last = places.max(), row.fields.indices.contains(last) else { return nil }
      let cells = places.map { row.fields[$0] }
      guard ["nat", "isp"].contains(cells[1]) else { return nil }
      return Fingerprint(
        name: cleaned(cells[0], atMost: 80), place: cells[2], pattern: cells[3], cells[4])
    }
    return all
  }

  private static let mostRows = 20_000

  /// What makes an answer in clear text a censor's: a fingerprint's name, or `blocked-by` for a
  /// status 451 that says who blocks (RFC 7725 §4); nil for any other.
  func mark(of head: HTTPHead, body: String) -> String? {
    let found = list.first { fingerprint in
      switch fingerprint.place {
      case .body: fingerprint.pattern.fits(body)
      case .header(let name):
        head.headers.contains { $0.name == name && fingerprint.pattern.fits($0.value) }
      }
    }
    if let found { return found.name }
    let links = head.headers.filter { $0.name == "link" }.map { $0.value.lowercased() }
    let saysWho = links.contains {
      $0.contains("rel=\"blocked-by\"") || $0.contains("rel=blocked-by")
    }
    return head.status == 451 && saysWho ? "blocked-by" : nil
  }
}
