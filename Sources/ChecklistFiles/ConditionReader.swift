internal import Hygiene
internal import YAML

extension StructureReader {
  /// A condition as it stands under `when`.
  mutating func readCondition(_ node: Node) -> Condition {
    let condition = readPart(node)
    structure.conditions.append(Placed(condition, line: node.place.line))
    return condition
  }

  // As deep as the YAML reader lets the file be, and no deeper.
  private mutating func readPart(_ node: Node) -> Condition {
    guard case .map(let entries) = node.content, !entries.isEmpty else {
      reading.report("lint.not-a-condition", line: node.place.line)
      return .always
    }
    let parts = entries.map { entry -> Condition in
      switch entry.key {
      case "any":
        let parts = reading.list(entry.value, "any").map { readPart($0) }
        if !parts.isEmpty { return .any(parts) }
        reading.report("lint.not-a-condition", line: entry.place.line)
        return .always
      case "not": return .not(readPart(entry.value))
      default: return readAnswered(entry)
      }
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func readAnswered(_ entry: Entry) -> Condition {
    let question = ContextID(rawValue: entry.key)
    var values: [Placed<String>]
    if case .list = entry.value.content {
      values = reading.texts(entry.value, entry.key)
      if values.isEmpty { reading.report("lint.not-a-condition", line: entry.place.line) }
    } else {
      values = [reading.text(entry.value, entry.key)].compactMap { $0 }
    }
    guard !values.isEmpty else { return .always }
    structure.questionUses += values.map {
      Placed(.init(question: question, value: $0.value), line: $0.line)
    }
    return .answered(question, oneOf: values.map(\.value))
  }
}
