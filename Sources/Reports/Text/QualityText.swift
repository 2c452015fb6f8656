internal import Hygiene

extension ReportText {
  /// How far to trust the answers.
  var quality: [Block] {
    guard !report.quality.isEmpty else { return [] }
    return [section("quality.heading", [Block(words["quality.meaning"])] + notes(atMost: .max))]
  }

  /// For the summary, where long lists of controls are cut.
  var qualityInShort: [Block] {
    guard !report.quality.isEmpty else { return [] }
    return [Block(words["quality.heading"], inside: notes(atMost: 6))]
  }

  private func notes(atMost limit: Int) -> [Block] {
    report.quality.map { note in
      let controls = list(note.controls, atMost: limit) { named($0, in: note) }
      return Block(
        words["quality.\(note.kind.rawValue)", values(of: note)],
        inside: note.controls.isEmpty ? [] : [Block(controls)])
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
