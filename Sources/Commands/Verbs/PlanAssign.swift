internal import Arguments
internal import Hygiene
internal import Platform

/// `saqta plan assign`: who does something, and by when.
struct PlanAssign: Verb {
  var common = Common()
  var target = PlanTarget()
  var owner: String?
  var due: Day?

  static let name = "plan assign"
  static let arguments: [Argument<PlanAssign>] =
    PlanTarget.arguments.map { $0.lifted(\.target) } + [
      .option("--owner", "ROLE", \.owner),
      .option("--due", "DAY", \.due),
    ]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard let owner else { throw missing("--owner") }
    return try await target.change(in: setting) { control, checklist in
      // Roles only: a plan that names people is a list of whom to press.
      guard checklist.roles.contains(owner) else {
        throw UserError(
          "plan.unknown-owner",
          ["owner": cleaned(owner), "roles": checklist.roles.joined(separator: ", ")],
          status: .usage)
      }
      return PlanChange(control, owner: owner, due: due, state: .open)
    }
  }
}
