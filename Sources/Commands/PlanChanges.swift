internal import Arguments
internal import Hygiene
internal import Platform
internal import Vault

/// What every change of the plan is told: which action, of which organisation.
struct PlanTarget: Sendable {
  var control: String?
  var organisation: String?
  var checklist: String?

  static let arguments: [Argument<PlanTarget>] = [
    .operand("CONTROL", \.control),
    .option("--org", "ALIAS", \.organisation),
    .option("--checklist", "DIR", \.checklist),
  ]

  /// Seals a change and adds it to the vault; the certificate is enough for that.
  func change(
    in setting: Setting, _ make: (ControlID, Checklist) throws -> PlanChange
  ) async throws -> ExitStatus {
    guard let control else { throw missing("CONTROL") }
    let checklist = try setting.checklist(checklist)
    let id = try found(control, in: checklist)
    let change = try make(id, checklist)
    let organisation = try await setting.organisation(organisation)
    _ = try setting.vault.append(.plan(change), to: organisation)
    setting.say("plan.kept", ["control": id.rawValue, "alias": organisation.alias])
    return .done
  }

  private func found(_ name: String, in checklist: Checklist) throws -> ControlID {
    let wanted = name.uppercased()
    let names = checklist.controls.map(\.id.rawValue)
    if names.contains(wanted) { return ControlID(rawValue: wanted) }
    if let today = checklist.successors[ControlID(rawValue: wanted)] { return today }
    let near = nearest(to: wanted, among: names)
    throw UserError(
      near == nil ? "plan.unknown-control" : "plan.unknown-control-near",
      ["control": cleaned(name), "near": near ?? ""], status: .usage)
  }
}
