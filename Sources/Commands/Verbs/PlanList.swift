internal import Arguments
internal import Hygiene
internal import Platform
internal import Reports
internal import Vault

/// `saqta plan list`: the plan, overdue first, for the key-holder.
struct PlanList: Verb {
  var common = Common()
  var organisation: String?
  var checklist: String?
  var json = false
  var csv = false
  var calendar = false
  var passphraseDescriptor: Int32?

  static let name = "plan list"
  static let arguments: [Argument<PlanList>] = [
    .option("--org", "ALIAS", \.organisation),
    .option("--checklist", "DIR", \.checklist),
    .flag("--json", \.json),
    .flag("--csv", \.csv),
    .flag("--ics", \.calendar),
    .option("--passphrase-fd", "N", \.passphraseDescriptor),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard [json, csv, calendar].count(where: { $0 }) <= 1 else {
      throw UserError("plan.two-formats", status: .usage)
    }
    let checklist = try setting.checklist(checklist)
    let organisation = try await setting.organisation(organisation)
    let key = try await setting.unlock(organisation, descriptor: passphraseDescriptor)
    var plan = ActionPlan(successors: checklist.successors)
    var last: String?
    let passedOver = try setting.vault.eachPastEvent(of: organisation, with: key) { event in
      switch event {
      case .plan(let change): plan.apply(change)
      case .audit(let audit, let record):
        plan.apply(audit)
        if !audit.practice { last = record }
      }
    }
    setting.say("history.passed-over", count: passedOver)
    let path = last.map { setting.vault.path(ofRecord: $0, of: organisation) }
    var proposed: [ControlID] = []
    if let path, case .report(let report)? = try? setting.vault.open(file: path, with: key).event {
      proposed = report.plan.map(\.action.control).filter { !plan.holds($0) }
    }
    let sheet = PlanSheet(plan, on: setting.world.clock.now.day, proposed: proposed)
    try await show(
      sheet, of: organisation, checklist.words.joined(with: setting.words), in: setting)
    return .done
  }

  private func show(
    _ sheet: PlanSheet, of organisation: Organisation, _ words: Words, in setting: Setting
  ) async throws {
    let output = setting.world.output
    if json {
      output.write(String(decoding: try Reports.json(of: sheet), as: UTF8.self))
    } else if csv {
      setting.say("history.not-encrypted")
      output.write(Reports.csv(of: sheet, words: words))
    } else if calendar {
      setting.say("history.not-encrypted")
      output.write(
        Reports.calendar(
          of: sheet, words: words, organisation: organisation.id,
          at: setting.world.clock.now))
    } else {
      try await setting.showPaged { width, colour in
        text(of: sheet, words: words, width: width, colour: colour)
      }
    }
  }
}
