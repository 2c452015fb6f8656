internal import Arguments
internal import ChecklistFiles
internal import Hygiene
internal import Platform

/// `saqta audit`: ask, measure, assess, seal.
struct Audit: Verb {
  var common = Common()
  var organisation: String?
  var answers: String?
  var checklist: String?
  var targets: String?
  var resolvers: [String] = []
  var out: String?
  var mayUseNetwork = false
  var noNetwork = false
  var noChecks = false

  static let name = "audit"
  static let arguments: [Argument<Audit>] = [
    .option("--org", "ALIAS", \.organisation),
    .option("--answers", "FILE", \.answers),
    .option("--checklist", "DIR", \.checklist),
    .option("--targets", "FILE", \.targets),
    .options("--resolver", "ADDRESS", \.resolvers),
    .option("--out", "FILE", \.out),
    .flag("--network", \.mayUseNetwork),
    .flag("--no-network", \.noNetwork),
    .flag("--no-checks", \.noChecks),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    let wish = try NetworkWish(may: mayUseNetwork, mustNot: noNetwork || noChecks)
    let checklist = try setting.checklist(checklist)
    // Everything that can be refused is refused before the first question.
    let given = try answers.map { try readAnswers($0, for: checklist, in: setting.world) }
    guard given != nil || setting.world.terminal.isInteractive else {
      throw UserError("audit.no-terminal", status: .usage)
    }
    let organisation = try await setting.organisation(organisation, orMakeOne: given == nil)
    let survey = try setting.survey(targets: targets, resolvers: resolvers)
    let audit = OneAudit(
      setting: setting, checklist: checklist, organisation: organisation, survey: survey,
      wish: wish, makesChecks: !noChecks, out: out)
    if let given { return try await audit.run(with: given) }
    return try await audit.interview(from: nil)
  }
}
