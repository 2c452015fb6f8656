import Documents
import Hygiene

extension Report {
  /// The same report with a text behind every text and name that a sealed file can bring, ids and
  /// keys too. What belongs together still does.
  func poisoned(with mark: String) throws -> Report {
    try Documents.decode(
      Report.self, from: Documents.encode(Documents.fact(self).poisoned(with: mark, as: "")))
  }
}

private let free: Set<String> = [
  "note", "question", "text", "caution", "subject", "role", "tool", "device", "option", "control",
  "controls", "domain", "scenario", "scenarios", "tierOneGaps", "checks", "check", "id", "digest",
  "profile", "reasons", "riskTables", "texts", "values", "facts",
]

extension Fact {
  fileprivate func poisoned(with mark: String, as name: String) -> Fact {
    switch self {
    case .text(let text): free.contains(name) ? .text(text + mark) : self
    case .list(let members): .list(members.map { $0.poisoned(with: mark, as: name) })
    case .object(let members):
      // A set of groups has the ids of the groups for keys.
      .object(
        members.reduce(into: [:]) { result, member in
          let isFree = ["texts", "values", "facts"].contains(name)
          let hasIDs = ["domains", "scenarios", "values"].contains(name)
          result[hasIDs ? member.key + mark : member.key] = member.value.poisoned(
            with: mark, as: isFree ? name : member.key)
        })
    default: self
    }
  }
}
