internal import Arguments
internal import Hygiene
internal import Platform

/// `saqta plan due`: another day.
struct PlanDue: Verb {
  var common = Common()
  var target = PlanTarget()
  var due: Day?

  static let name = "plan due"
  static let arguments: [Argument<PlanDue>] =
    PlanTarget.arguments.map { $0.lifted(\.target) } + [.option("--due", "DAY", \.due)]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard let due else { throw missing("--due") }
    return try await target.change(in: setting) { control, _ in PlanChange(control, due: due) }
  }
}
