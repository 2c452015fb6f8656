internal import Arguments
internal import Hygiene
internal import Platform

/// `saqta plan drop`: something will not be done, and why.
struct PlanDrop: Verb {
  var common = Common()
  var target = PlanTarget()
  var reason: String?

  static let name = "plan drop"
  static let arguments: [Argument<PlanDrop>] =
    PlanTarget.arguments.map { $0.lifted(\.target) } + [.option("--reason", "TEXT", \.reason)]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard let reason, reason.contains(where: { !$0.isWhitespace }) else {
      throw missing("--reason")
    }
    return try await target.change(in: setting) { control, _ in
      PlanChange(
        control, state: .dropped,
        reason: cleaned(reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")))
    }
  }
}
