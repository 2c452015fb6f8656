public import Hygiene

/// What was measured, for a screen: one block for each check, the worst first.
///
/// `words` are the interface's. Of the facts only those are shown for which there are words (see
/// `FactWords`); the others stay in the report's JSON.
public func evidenceLines(_ evidence: [Evidence], words: Words, width: Int) -> [String] {
  var page = Page(width: width)
  page.write(EvidenceText(words: words).blocks(of: evidence))
  return page.lines
}

/// Evidence in words, by check.
struct EvidenceText {
  let words: Words

  func blocks(of evidence: [Evidence]) -> [Block] {
    var (groups, places): ([[Evidence]], [CheckID: Int]) = ([], [:])
    for item in evidence {
      if let place = places[item.check] {
        groups[place].append(item)
      } else {
        places[item.check] = groups.count
        groups.append([item])
      }
    }
    let urgencies = groups.map(\.urgency)
    let order = groups.indices.sorted { (urgencies[$0], $0) < (urgencies[$1], $1) }
    return order.map { block(ofCheck: groups[$0]) }
  }

  private func block(ofCheck items: [Evidence]) -> Block {
    let check = items[0].check
    let order = items.indices.sorted {
      (items[$0].outcome.urgency, $0) < (items[$1].outcome.urgency, $1)
    }
    return Block(
      words["check.\(check).title", else: check.rawValue], style: .strong,
      inside: order.map { index in
        // Of many subjects the good ones need no proof on the screen; the JSON has it.
        let isBrief = items.count > 8 && items[index].outcome == .good
        return block(of: items[index], isBrief: isBrief)
      })
  }

  private func block(of item: Evidence, isBrief: Bool) -> Block {
    let outcome = words["outcome.\(item.outcome.kind.rawValue)"]
    var lines: [String] = []
    if let reason = item.outcome.reason {
      lines.append(words["reason.\(reason)", else: reason.rawValue])
    }
    if item.outcome.isConclusion, item.confidence != .high {
      lines.append(words["report.confidence.\(item.confidence.rawValue)"])
    }
    if !isBrief { lines += FactWords(about: item, in: words).lines }
    return Block(
      item.subject.isEmpty ? outcome : "\(outcome): \(item.subject)", style: item.outcome.style,
      inside: lines.map { Block($0) })
  }
}

extension Outcome {
  fileprivate var isConclusion: Bool { reason == nil }

  fileprivate var urgency: Int {
    switch kind {
    case .problem: 0
    case .concern: 1
    case .unknown: 2
    case .skipped: 3
    case .good: 4
    }
  }

  fileprivate var style: Style {
    switch kind {
    case .good: .good
    case .concern: .warning
    case .problem: .bad
    case .unknown, .skipped: .plain
    }
  }
}

extension [Evidence] {
  fileprivate var urgency: Int { map(\.outcome.urgency).min() ?? 4 }
}
