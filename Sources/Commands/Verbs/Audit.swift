internal import Arguments
internal import ChecklistFiles
internal import Hygiene
internal import Platform

/// `saqta audit`: ask, measure, assess, seal.
struct Audit: Verb {
  var common = Common()
  var organisation: String?
  var answers: String?
  var options = AuditOptions()

  static let name = "audit"
  static let arguments: [Argument<Audit>] =
    [
      .option("--org", "ALIAS", \.organisation),
      .option("--answers", "FILE", \.answers),
    ] + AuditOptions.arguments.map { $0.lifted(\.options) }

  func run(in setting: Setting) async throws -> ExitStatus {
    let wish = try options.wish()
    let checklist = try setting.checklist(options.checklist)
    // Everything that can be refused is refused before the first question.
    let given = try answers.map { try readAnswers($0, for: checklist, in: setting.world) }
    guard given != nil || setting.world.terminal.isInteractive else {
      throw UserError("audit.no-terminal", status: .usage)
    }
    let organisation = try await setting.organisation(organisation, mayMake: given == nil)
    let survey = try options.survey(in: setting)
    let audit = OneAudit(
      setting: setting, checklist: checklist, organisation: organisation, survey: survey,
      wish: wish, makesChecks: !options.noChecks, out: options.out)
    if let given { return try await audit.run(with: given) }
    return try await audit.interview(from: nil)
  }
}
