/// A text of sections in brackets with `key = value` lines, as many programs keep their settings.
///
/// Comments begin with `#` or `;`. Of a key that comes twice in a section the last counts, and two
/// sections of one name are one (GKeyFile, QSettings).
struct INIText {
  /// A section; the lines before the first have the name "".
  struct Section {
    let name: String
    fileprivate(set) var values: [String: String] = [:]

    subscript(_ key: String) -> String? { values[key] }
  }
  private(set) var sections: [Section] = []

  init(_ text: String) {
    var current = Section(name: "")
    for line in text.lines.map(\.trimmed) where !line.hasPrefix("#") && !line.hasPrefix(";") {
      if line.hasPrefix("["), let end = line.lastIndex(of: "]") {
        sections.append(current)
        current = Section(name: String(line[line.index(after: line.startIndex)..<end]))
      } else if let equals = line.firstIndex(of: "=") {
        current.values[line[..<equals].trimmed] = line[line.index(after: equals)...].trimmed
      }
    }
    sections.append(current)
  }

  /// What the last section of that name with such a key says.
  func value(_ key: String, in section: String) -> String? {
    sections.last { $0.name == section && $0[key] != nil }?[key]
  }
}

extension String {
  /// What programs take for a yes in their settings; nil for what is neither yes nor no.
  var asTruth: Bool? {
    switch lowercased() {
    case "true", "yes", "1", "on": true
    case "false", "no", "0", "off": false
    default: nil
    }
  }
}
