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
  }

  var list: [Fingerprint]

  public static let builtIn = Fingerprints(list: [
    Fingerprint(
      name: "kg_homeline", place: .header("location"),
      pattern: .full("http://homeline.kg/access/blockpage.html")),
    Fingerprint(
      name: "uz_reestr", place: .header("location"), pattern: .prefix("http://reestr.mitc.uz/")),
  ])

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
