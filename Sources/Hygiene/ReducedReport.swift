extension Report {
  /// The report for a funder or a trainer: the answers, figures, risks and the plan, without what
  /// a person typed and without anything that points at a person, a machine or a place.
  ///
  /// What it still holds is listed field by field in Docs/Formats/Report.md.
  public func reducing() -> Report {
    var report = self
    report.reduced = true
    (report.role, report.round, report.pace) = (nil, nil, nil)
    // The hour would tell who was at the desk.
    report.time = Timestamp(startOf: time.day)
    // Context answers and the reasons that follow from them tell of raids, arrests and sources.
    report.context = Context()
    for index in risks.indices {
      report.risks[index].initiation.reasons = []
      report.risks[index].impact.reasons = []
    }
    for index in items.indices { report.items[index].reply = Reply(items[index].reply.answer) }
    // Each item still says what was measured; subjects and facts name hosts and disks.
    report.evidence = []
    for index in findings.indices { report.findings[index].subject = nil }
    report.texts = texts.filter { isTitle($0.key) }
    return report
  }

  private func isTitle(_ id: String) -> Bool {
    let titled =
      ["checklist"] + domains.keys.map(\.rawValue) + scenarios.keys.map(\.rawValue)
      + (profile.map { ["profile.\($0)"] } ?? [])
    return titled.contains { id == "\($0).title" }
  }
}
