internal import Arguments
internal import ChecklistFiles
internal import Hygiene
internal import Interview
internal import Platform

/// `saqta audit`: ask, measure, assess, seal.
struct Audit: Verb {
  var common = Common()
  var organisation: String?
  var answers: String?
  var profile: String?
  var options = AuditOptions()

  static let name = "audit"
  static let arguments: [Argument<Audit>] =
    [
      .option("--org", "ALIAS", \.organisation),
      .option("--answers", "FILE", \.answers),
      .option("--profile", "NAME", \.profile),
    ] + AuditOptions.arguments.map { $0.lifted(\.options) }

  func run(in setting: Setting) async throws -> ExitStatus {
    let wish = try options.wish()
    let checklist = try setting.checklist(options.checklist)
    // Everything that can be refused is refused before the first question.
    try checkProfile(of: checklist)
    let given = try answers.map { try readGivenAnswers($0, for: checklist, in: setting) }
    guard given != nil || setting.world.terminal.isInteractive else {
      throw UserError("audit.no-terminal", status: .usage)
    }
    let organisation = try await setting.organisation(organisation, mayMake: given == nil)
    let others = try options.others(than: organisation, in: setting)
    let survey = try options.survey(in: setting)
    let audit = OneAudit(
      setting: setting, checklist: checklist, organisation: organisation, others: others,
      reducesForOthers: options.reduced, survey: survey, wish: wish,
      makesChecks: !options.noChecks, out: options.out, round: options.roundName)
    if let given { return try await audit.run(with: given) }
    return try await audit.interview(from: InterviewState(profile: profile), keeping: nil)
  }

  private func checkProfile(of checklist: Checklist) throws {
    guard let profile, checklist.profile(profile) == nil else { return }
    let known = checklist.profiles.map(\.id).joined(separator: ", ")
    throw UserError(
      known.isEmpty ? "audit.no-profiles" : "audit.unknown-profile",
      ["profile": cleaned(profile), "known": known, "checklist": checklist.id], status: .usage)
  }

  private func readGivenAnswers(
    _ path: String, for checklist: Checklist, in setting: Setting
  ) throws -> AnswersFile {
    var file = try readAnswers(path, for: checklist, in: setting.world)
    if let profile {
      guard file.answers.profile ?? profile == profile else {
        throw UserError("audit.two-profiles", ["profile": profile], status: .usage)
      }
      file.answers.profile = profile
    }
    return file
  }
}
