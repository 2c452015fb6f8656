internal import Hygiene
internal import Platform

/// Reads a test list of the Citizen Lab's, which the person supplies: its licence (CC BY-NC-SA 4.0)
/// forbids to hand it out with this program.
struct TestList {
  /// Pages that are left out unless their category is named: they may be unlawful to ask for, or tell
  /// of the person who asks. Of those that are named only the head is read.
  static let delicate: Set<String> = [
    "PORN", "MILX", "HATE", "GMB", "ALDR", "DATE", "LGBT", "XED", "REL",
  ]
  private static let header = ["url", "category_code"]

  private let file: String
  private let categories: Set<String>

  init(named file: String, categories: Set<String>) {
    self.file = file
    self.categories = Set(categories.map { $0.uppercased() })
  }

  static func isOne(_ text: String) -> Bool {
    let first = text.drop { $0 == "\u{FEFF}" }.prefix { !$0.isNewline }
    return first.split(separator: ",").prefix(2).map(String.init) == header
  }

  /// - Throws: `UserError`, which names the file and the line.
  func read(_ text: String) throws(UserError) -> [Target] {
    var list = TargetList(named: file)
    for row in CommaSeparated(text).dropFirst() {
      guard row.fields != [""] else { continue }
      guard row.fields.count >= 2, !row.isBroken else {
        throw list.error("fields", line: row.line, row.fields.joined(separator: ","))
      }
      let category = row.fields[1].uppercased()
      let isDelicate = Self.delicate.contains(category)
      if isDelicate ? !categories.contains(category) : isLeftOut(category) { continue }
      guard let page = try? WebAddress(row.fields[0]) else {
        throw list.error("host", line: row.line, row.fields[0])
      }
      try list.add(Target(page, role: .user, isHeadOnly: isDelicate))
    }
    return list.targets
  }

  /// Who names ordinary categories wants no others.
  private func isLeftOut(_ category: String) -> Bool {
    let ordinary = categories.subtracting(Self.delicate)
    return !ordinary.isEmpty && !ordinary.contains(category)
  }
}

/// The rows of a text in the form of RFC 4180: a field may stand in quotation marks, with line ends
/// and doubled marks inside.
struct CommaSeparated: Sequence {
  struct Row {
    var fields: [String] = []
    /// Where it begins, from 1.
    let line: Int
    /// A quotation mark that nothing closes, or that stands inside a field.
    var isBroken = false
  }

  private let text: String
  init(_ text: String) { self.text = text }

  func makeIterator() -> AnyIterator<Row> {
    var rest = text[...].drop { $0 == "\u{FEFF}" }
    var line = 1
    return AnyIterator {
      guard !rest.isEmpty else { return nil }
      var row = Row(line: line)
      var field = ""
      var (isQuoted, wasQuoted) = (false, false)
      while let character = rest.popFirst() {
        if character.isNewline { line += 1 }
        if isQuoted {
          guard character == "\"" else { field.append(character); continue }
          if rest.first == "\"" {
            field.append("\""); rest = rest.dropFirst()
          } else {
            isQuoted = false
          }
        } else if character == "\"" {
          row.isBroken = row.isBroken || !field.isEmpty || wasQuoted
          (isQuoted, wasQuoted) = (true, true)
        } else if character == "," {
          row.fields.append(field)
          (field, wasQuoted) = ("", false)
        } else if character.isNewline {
          break
        } else {
          row.isBroken = row.isBroken || wasQuoted
          field.append(character)
        }
      }
      row.isBroken = row.isBroken || isQuoted
      row.fields.append(field)
      return row
    }
  }
}
