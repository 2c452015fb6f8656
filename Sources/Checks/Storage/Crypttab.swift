/// One line of `/etc/crypttab` (crypttab(5)).
struct CrypttabEntry: Hashable, Sendable {
  /// The device-mapper name that it makes.
  let name: String
  /// A path; nil when a person types the passphrase.
  let keyFile: String?
  let options: [String]

  /// The entries of the whole file's text.
  static func all(in text: String) -> [CrypttabEntry] {
    text.entries.compactMap { entry in
      let fields = entry.fields
      guard fields.count >= 2 else { return nil }
      let key = fields.count > 2 ? unescaped(fields[2]) : "none"
      return CrypttabEntry(
        name: unescaped(fields[0]), keyFile: ["none", "-", ""].contains(key) ? nil : key,
        options: fields.count > 3 ? fields[3].split(separator: ",").map(String.init) : [])
    }
  }

  func option(_ name: String) -> String? {
    options.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.utf8.count + 1)) }
  }

  /// A new key at every start: what was written before is lost for everybody.
  var hasRandomKey: Bool { keyFile == "/dev/urandom" || keyFile == "/dev/random" }
}

/// The words that the kernel was started with (bootparam(7)).
struct KernelCommandLine: Hashable, Sendable {
  let words: [String]

  /// - Parameter text: as in `/proc/cmdline`; a quoted value may hold spaces.
  init(_ text: String) {
    var isQuoted = false
    words = text.trimmed.split { character in
      if character == "\"" { isQuoted.toggle() }
      return character == " " && !isQuoted
    }.map { $0.filter { $0 != "\"" } }
  }

  /// The values of one parameter, in order.
  func values(of name: String) -> [String] {
    words.filter { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.utf8.count + 1)) }
  }

  func has(_ word: String) -> Bool { words.contains(word) }
}
