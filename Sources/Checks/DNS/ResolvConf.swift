internal import Hygiene
internal import Platform

/// What a file in the form of resolv.conf(5) says.
struct ResolvConf: Hashable, Sendable {
  var nameservers: [IPAddress] = []
  /// Lines `nameserver` that name no address.
  var unreadable = 0
  /// The last `search` or `domain` line counts.
  var search: [String] = []
  var options: [String] = []

  /// Keywords count only at the beginning of a line; `#` and `;` there begin a comment.
  init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
      guard let keyword = words.first, line.hasPrefix(keyword) else { continue }
      let rest = words.dropFirst().prefix(32).map { cleaned($0, atMost: 255) }
      switch keyword {
      case "nameserver":
        if let address = rest.first.flatMap({ IPAddress($0) }) {
          nameservers.append(address)
        } else {
          unreadable += 1
        }
      case "search", "domain": search = rest
      case "options": options += rest
      default: break
      }
    }
  }
}
