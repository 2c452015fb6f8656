import Hygiene

extension SampleReport {
  /// The small sample's newsroom some months later: one thing better, one worse, one renamed, one
  /// new, and nothing measured.
  public static let later = Report(
    replies: [
      "ACC-01": Reply(.partly), "ACC-04": Reply(.met), "DEV-01": Reply(.notMet),
      "NET-03": Reply(.met), "NET-07": Reply(.unknown),
    ], by: changedChecklist, on: "2027-05-20T09:30:00Z")

  /// The sample checklist a version later: ACC-03 is called ACC-04, NET-07 came, CEN-01 went.
  public static let changedChecklist: Checklist = {
    let old = SampleReport.checklist
    func copy(_ id: ControlID, of former: ControlID) -> Control? {
      old.control(former).map {
        Control(
          id: id, domain: $0.domain, tier: $0.tier, weight: $0.weight, unit: $0.unit,
          scenarios: $0.scenarios, effort: $0.effort, evidence: $0.evidence)
      }
    }
    let controls = [
      copy("ACC-01", of: "ACC-01"), copy("ACC-04", of: "ACC-03"), copy("DEV-01", of: "DEV-01"),
      copy("NET-03", of: "NET-03"), copy("NET-07", of: "CEN-01"),
    ].compactMap { $0 }
    let new = Words(
      language: "en",
      texts: [
        "ACC-04.question": "Is a second step needed for every account?",
        "ACC-04.action": "Turn on the second step everywhere.",
        "NET-07.question": "Does the browser block advertisements?",
        "NET-07.action": "Install a blocker.",
      ])
    return Checklist(
      id: old.id, version: "2027.1", digest: String(repeating: "cd", count: 32),
      questions: old.questions, scenarios: old.scenarios,
      domains: old.domains.map { domain in
        Domain(id: domain.id, controls: controls.filter { $0.domain == domain.id })
      },
      successors: ["ACC-03": "ACC-04"], words: old.words.joined(with: new))
  }()
}

extension Report {
  /// What somebody who gives these replies gets, without a measurement.
  public init(
    replies: [ControlID: Reply], by checklist: Checklist, on time: String, role: String? = nil
  ) {
    let answers = Answers(role: role, replies: replies)
    self.init(
      assess(checklist, Context(), answers, []), by: checklist, context: Context(),
      answers: answers, evidence: [], at: Timestamp(time) ?? FixedClock().now, tool: "saqta 0.1.0")
  }
}
