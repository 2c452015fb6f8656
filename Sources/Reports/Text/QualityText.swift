internal import Hygiene

extension ReportText {
  /// How far to trust the answers. In the summary long lists of controls are cut.
  mutating func writeQuality(isSummary: Bool = false) {
    guard !report.quality.isEmpty else { return }
    if isSummary {
      page.write(words["quality.heading"])
    } else {
      page.heading(words["quality.heading"])
      page.write(words["quality.meaning"], indent: 2)
    }
    for note in report.quality {
      page.write(words["quality.\(note.kind.rawValue)", values(of: note)], indent: 2)
      guard !note.controls.isEmpty else { continue }
      let limit = isSummary ? 6 : note.controls.count
      page.write(list(note.controls, atMost: limit) { named($0, in: note) }, indent: 4)
    }
  }

  private func values(of note: QualityNote) -> [String: String] {
    switch note.kind {
    case .sameAnswers:
      let first = report.items.first { $0.reply.answer.isAnswer }
      return ["answer": text(first?.reply.answer ?? .unanswered)]
    case .tooFast:
      let pace = report.pace ?? Pace()
      return ["count": String(pace.answers), "seconds": String(pace.seconds)]
    case .metWithoutEvidence: return ["answer": text(.met)]
    case .notApplicableWithoutNote: return ["answer": text(.notApplicable)]
    case .overdue: return [:]
    }
  }

  private func named(_ control: ControlID, in note: QualityNote) -> String {
    guard note.kind == .overdue, let due = item(control)?.reply.due else { return control.rawValue }
    return words["quality.overdue.row", ["control": control.rawValue, "day": words.day(due)]]
  }

  func list(
    _ controls: [ControlID], atMost limit: Int, named name: (ControlID) -> String = { $0.rawValue }
  ) -> String {
    let names = controls.prefix(limit).map(name).joined(separator: ", ")
    guard controls.count > limit else { return names }
    return "\(names), \(words["report.more", ["count": String(controls.count - limit)]])"
  }
}
