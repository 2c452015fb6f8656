public import Hygiene

/// What was measured, for a screen: one block for each check, the worst first.
///
/// `words` are the interface's. Of the facts only those are shown for which there are words (see
/// `FactWords`); the others stay in the report's JSON.
public func evidenceLines(_ evidence: [Evidence], words: Words, width: Int) -> [String] {
  var page = Page(width: width)
  page.write(evidence, words: words, indent: 0)
  return page.lines
}

extension Page {
  mutating func write(_ evidence: [Evidence], words: Words, indent: Int) {
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
    for index in order { write(check: groups[index], words: words, indent: indent) }
  }

  private mutating func write(check items: [Evidence], words: Words, indent: Int) {
    let check = items[0].check
    write(words["check.\(check).title", else: check.rawValue], indent: indent, style: .strong)
    let order = items.indices.sorted {
      (items[$0].outcome.urgency, $0) < (items[$1].outcome.urgency, $1)
    }
    for index in order {
      // Of many subjects the good ones need no proof on the screen; the JSON has it.
      let isBrief = items.count > 8 && items[index].outcome == .good
      write(items[index], isBrief: isBrief, words: words, indent: indent + 2)
    }
  }

  private mutating func write(_ item: Evidence, isBrief: Bool, words: Words, indent: Int) {
    let outcome = words["outcome.\(item.outcome.kind.rawValue)"]
    let line = item.subject.isEmpty ? outcome : "\(outcome): \(item.subject)"
    write(line, indent: indent, style: item.outcome.style)
    if let reason = item.outcome.reason {
      write(words["reason.\(reason)", else: reason.rawValue], indent: indent + 2)
    }
    if item.outcome.isConclusion, item.confidence != .high {
      write(words["report.confidence.\(item.confidence.rawValue)"], indent: indent + 2)
    }
    if isBrief { return }
    for line in FactWords(about: item, in: words).lines { write(line, indent: indent + 2) }
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

  fileprivate var style: Page.Style {
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
