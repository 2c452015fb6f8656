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
      Target(
        WebAddress(scheme: "https", host: "example.org", port: 443), role: .neutral, statuses: [200]
      ),
      Target(WebAddress(scheme: "https", host: "www.iana.org", port: 443), role: .neutral),
    ]
    + [
      "mail.google.com", "mail.proton.me", "signal.org", "web.whatsapp.com", "web.telegram.org",
      "docs.google.com", "meet.jit.si", "www.youtube.com", "www.facebook.com",
      "www.wikipedia.org",
    ].map { Target(WebAddress(scheme: "https", host: $0, port: 443), role: .user) }

  /// One page that was named on the command line.
  ///
  /// - Throws: `UserError`, which says what is wrong with it.
  public static func page(_ text: String, role: Target.Role = .user) throws(UserError) -> Target {
    do { return Target(try WebAddress(text), role: role) } catch {
      throw UserError(
        "check.tls-page-\(error.rawValue)", ["text": cleaned(text, atMost: 80)], status: .usage)
    }
  }

  /// Reads a list: one `[https://]HOST[:PORT][/PATH] [ROLE] [STATUS,STATUS]` a line, `#` begins a
  /// comment; or Citizen Lab's CSV, which is known by its first line. The role is `own`, `neutral`
  /// or `user`, which is meant when there is none. A row that stands twice counts once.
  ///
  /// Of a CSV, `categories` are taken though they are left out otherwise (`TestList`).
  ///
  /// - Throws: `UserError`, which names the file and the line.
  public static func read(
    text: String, named file: String, categories: Set<String> = []
  ) throws(UserError) -> [Target] {
    guard text.utf8.count <= mostBytes else {
      throw UserError("check.tls-list-too-large", ["file": file], status: .refused)
    }
    if TestList.isOne(text) {
      return try TestList(named: file, categories: categories).read(text)
    }
    var list = TargetList(named: file)
    // "\r\n" is one character of Swift: both of it are newlines.
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let content = line.drop { $0 == "\u{FEFF}" }
      let words = content.split(whereSeparator: \.isWhitespace).map(String.init)
      // A comment; a mark inside a word belongs to an address.
      let meant = Array(words.prefix { !$0.hasPrefix("#") })
      guard let name = meant.first else { continue }
      do {
        try list.add(try row(name, Array(meant.dropFirst())))
      } catch let problem as RowProblem {
        throw list.error(problem.rawValue, line: index + 1, meant.joined(separator: " "))
      } catch let error as UserError {
        throw error
      } catch {
        throw list.error(RowProblem.host.rawValue, line: index + 1, meant.joined(separator: " "))
      }
    }
    return list.targets
  }

  enum RowProblem: String, Error, CaseIterable { case scheme, port, host, role, status }

  private static func row(_ name: String, _ rest: [String]) throws(RowProblem) -> Target {
    let page: WebAddress
    do { page = try WebAddress(name) } catch {
      throw RowProblem(rawValue: error.rawValue) ?? .host
    }
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
    return Target(page, role: role, statuses: statuses)
  }
}

/// Targets as they are read from a file: each once, and not too many.
struct TargetList {
  private(set) var targets: [Target] = []
  private let file: String
  private var seen: Set<String> = []
  private var rows = 0

  init(named file: String) { self.file = file }

  /// - Throws: `UserError` when there are too many.
  mutating func add(_ target: Target) throws(UserError) {
    rows += 1
    guard rows <= Targets.mostRows else {
      throw UserError("check.tls-list-too-long", ["file": file], status: .refused)
    }
    if seen.insert(target.url).inserted { targets.append(target) }
  }

  func error(_ problem: String, line: Int, _ text: some StringProtocol) -> UserError {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return UserError(
      "check.tls-row-\(problem)",
      ["file": file, "line": "\(line)", "text": cleaned(words, atMost: 80)], status: .refused)
  }
}
