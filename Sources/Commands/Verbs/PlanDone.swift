internal import Arguments
internal import Hygiene
internal import Platform

/// `saqta plan done`: something is done, until an audit finds otherwise.
struct PlanDone: Verb {
  var common = Common()
  var target = PlanTarget()

  static let name = "plan done"
  static let arguments: [Argument<PlanDone>] = PlanTarget.arguments.map { $0.lifted(\.target) }

  func run(in setting: Setting) async throws -> ExitStatus {
    try await target.change(in: setting) { control, _ in PlanChange(control, state: .done) }
  }
}
