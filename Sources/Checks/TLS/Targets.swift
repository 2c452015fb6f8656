internal import Hygiene
public import Platform

/// The services whose reachability is measured.
public enum Targets {
  /// Longer lists are refused.
  public static let mostBytes = 4 << 20, mostRows = 20_000

  /// Two neutral pages, and what a newsroom's day depends on: mail, messengers, shared documents,
  /// calls, and where its audience is. Any answer of the genuine site will do, for most of these
  /// greet a stranger with a redirect; the first is known to say 200.
  public static let builtIn: [Target] =
    [
      Target(host: "example.org", role: .neutral, statuses: [200]),
      Target(host: "www.iana.org", role: .neutral),
    ]
    + [
      "mail.google.com", "mail.proton.me", "signal.org", "web.whatsapp.com", "web.telegram.org",
      "docs.google.com", "meet.jit.si", "www.youtube.com", "www.facebook.com",
      "www.wikipedia.org",
    ].map { Target(host: $0, role: .user) }

  /// Reads a list: one `[https://]HOST[:PORT] [ROLE] [STATUS,STATUS]` a line, `#` begins a comment.
  /// The role is `own`, `neutral` or `user`, which is meant when there is none. A row that stands
  /// twice counts once.
  ///
  /// - Throws: `UserError`, which names the file and the line.
  public static func read(text: String, named file: String) throws(UserError) -> [Target] {
    guard text.utf8.count <= mostBytes else {
      throw UserError("check.tls-list-too-large", ["file": file], status: .refused)
    }
    var targets: [Target] = []
    var seen: Set<String> = []
    var rows = 0
    // "\r\n" is one character of Swift: both of it are newlines.
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let content = line.prefix { $0 != "#" }.drop { $0 == "\u{FEFF}" }
      let words = content.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let name = words.first else { continue }
      rows += 1
      guard rows <= mostRows else {
        throw UserError("check.tls-list-too-long", ["file": file], status: .refused)
      }
      do {
        let target = try row(name, Array(words.dropFirst()))
        if seen.insert("\(target.host) \(target.port)").inserted { targets.append(target) }
      } catch {
        throw UserError(
          "check.tls-row-\(error.rawValue)",
          ["file": file, "line": "\(index + 1)", "text": cleaned(content.trimmed, atMost: 80)],
          status: .refused)
      }
    }
    return targets
  }

  enum RowProblem: String, Error, CaseIterable {
    case scheme, path, port, host, script, role, status
  }

  private static func row(_ name: String, _ rest: [String]) throws(RowProblem) -> Target {
    let (host, port) = try place(name)
    var rest = rest[...]
    var role = Target.Role.user
    if let word = rest.first, word.utf8.first.map({ !(48...57).contains($0) }) ?? false {
      guard let named = Target.Role(rawValue: word) else { throw .role }
      role = named
      rest = rest.dropFirst()
    }
    var statuses: [Int] = []
    if let list = rest.popFirst() {
      for part in list.split(separator: ",", omittingEmptySubsequences: false) {
        guard part.utf8.count == 3, let status = Int(part), (100...599).contains(status) else {
          throw .status
        }
        statuses.append(status)
      }
    }
    guard rest.isEmpty else { throw .status }
    return Target(host: host, port: port, role: role, statuses: statuses)
  }

  private static func place(_ text: String) throws(RowProblem) -> (String, UInt16) {
    var text = text
    if let range = text.firstIndex(of: ":"), text[range...].hasPrefix("://") {
      guard text[..<range].lowercased() == "https" else { throw .scheme }
      text = String(text[range...].dropFirst(3))
    }
    if text.hasSuffix("/") { text.removeLast() }
    guard !text.contains("/"), !text.contains("?") else { throw .path }
    if let address = IPAddress(text) { return (address.description, 443) }
    guard let (host, port) = splitPort(text) else { throw .port }
    if host.hasPrefix("["), host.hasSuffix("]") {
      let inner = IPAddress(String(host.dropFirst().dropLast()))
      guard let address = inner, address.isV6 else { throw .host }
      return (address.description, port ?? 443)
    }
    if let address = IPAddress(host), !address.isV6 { return (address.description, port ?? 443) }
    do {
      return (try Hostname(host).description, port ?? 443)
    } catch { throw error == .notASCII ? .script : .host }
  }
}

extension Substring {
  fileprivate var trimmed: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
