/// The settings of apt(8), as apt.conf(5) describes their text.
///
/// Names are folded to lower case, since apt does not tell cases apart. Of a setting that comes
/// twice the last counts; `#clear` is the one instruction that takes some away.
struct AptConfiguration {
  private var values: [String: String] = [:]
  /// Whether all of the text could be understood.
  private(set) var isComplete = true

  private enum Token: Equatable { case word(String), text(String), open, close, end }
  private static let deepest = 32

  init(_ texts: [String]) {
    for text in texts { read(Self.tokens(of: text)) }
  }

  /// The value of a setting such as `APT::Periodic::Enable`.
  func value(_ name: String) -> String? { values[name.lowercased()] }

  /// Settings below a name, such as the proxies below `Acquire`.
  func values(below name: String) -> [String: String] {
    values.filter { $0.key.hasPrefix(name.lowercased() + "::") }
  }

  private mutating func read(_ tokens: [Token]) {
    var (scopes, words): ([String], [Token]) = ([], [])
    for token in tokens {
      switch token {
      case .word, .text: words.append(token)
      case .open:
        guard scopes.count < Self.deepest else { return isComplete = false }
        scopes.append(name(of: words) ?? "")
        words = []
      case .close:
        guard scopes.popLast() != nil else { return isComplete = false }
        words = []
      case .end:
        set(words, in: scopes)
        words = []
      }
    }
    // A last line without its semicolon is an error to apt too.
    if !scopes.isEmpty || !words.isEmpty { isComplete = false }
  }

  private func name(of words: [Token]) -> String? {
    if case .word(let name) = words.first { name.lowercased() } else { nil }
  }

  private mutating func set(_ words: [Token], in scopes: [String]) {
    guard let name = name(of: words) else { return }
    if name == "#clear" {
      guard words.count == 2, case .word(let cleared) = words[1] else { return isComplete = false }
      let prefix = (scopes + [cleared.lowercased()]).joined(separator: "::")
      values = values.filter { $0.key != prefix && !$0.key.hasPrefix(prefix + "::") }
      return
    }
    // #include would need a second file; nobody writes its settings there.
    guard !name.hasPrefix("#") else { return isComplete = false }
    guard words.count == 2 else { return }
    let key = (scopes + [name]).joined(separator: "::")
    switch words[1] {
    case .text(let value), .word(let value): values[key] = value
    default: break
    }
  }

  private static func tokens(of text: String) -> [Token] {
    var tokens: [Token] = []
    var rest = Array(text.utf8)[...]
    func string(_ bytes: some Sequence<UInt8>) -> String {
      String(decoding: Array(bytes), as: UTF8.self)
    }
    while let byte = rest.first {
      if rest.starts(with: "//".utf8) || byte == UInt8(ascii: "#") && !isInstruction(rest) {
        rest = rest.drop { $0 != 0x0a }
      } else if rest.starts(with: "/*".utf8) {
        rest = rest.dropFirst(2)
        while !rest.isEmpty, !rest.starts(with: "*/".utf8) { rest = rest.dropFirst() }
        rest = rest.dropFirst(2)
      } else if byte == UInt8(ascii: "\"") {
        let value = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
        tokens.append(.text(string(value)))
        rest = rest.dropFirst(value.count + 2)
      } else if let mark = marks[byte] {
        tokens.append(mark)
        rest = rest.dropFirst()
      } else if byte <= 0x20 {
        rest = rest.dropFirst()
      } else {
        let word = rest.prefix { $0 > 0x20 && marks[$0] == nil && $0 != UInt8(ascii: "\"") }
        tokens.append(.word(string(word)))
        rest = rest.dropFirst(word.count)
      }
    }
    return tokens
  }

  private static let marks: [UInt8: Token] = [
    UInt8(ascii: "{"): .open, UInt8(ascii: "}"): .close, UInt8(ascii: ";"): .end,
  ]

  private static func isInstruction(_ rest: ArraySlice<UInt8>) -> Bool {
    rest.starts(with: "#clear".utf8) || rest.starts(with: "#include".utf8)
  }
}

extension SystemFiles {
  /// apt's own settings, in the order in which apt reads them: the parts by name, then the main file.
  func aptConfiguration() throws(CheckRefusal) -> AptConfiguration {
    var texts: [String] = []
    for name in try names(in: "/etc/apt/apt.conf.d") where Self.isPart(name) {
      texts.append(try text("/etc/apt/apt.conf.d/\(name)") ?? "")
    }
    texts.append(try text("/etc/apt/apt.conf") ?? "")
    return AptConfiguration(texts)
  }

  /// Names with another ending than `.conf`, or with other characters, are left out by apt.
  private static func isPart(_ name: String) -> Bool {
    let isPlain = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf)
        || "_-.".utf8.contains(byte)
    }
    return isPlain && (!name.contains(".") || name.hasSuffix(".conf"))
  }
}
