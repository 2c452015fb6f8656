/// A choice of what is asked, made for an occasion. Words: `profile.<id>.title`.
public struct Profile: Hashable, Sendable {
  public let id: String
  /// The context questions that are asked; nil for all.
  public let context: Set<ContextID>?
  /// What the asked controls must be of; empty for any.
  public let tiers: Set<Int>, units: Set<Unit>
  /// The controls to choose from, the most important first; empty for all.
  public let controls: [ControlID]
  /// How many controls are asked at most.
  public let most: Int?
  /// When a person is asked only what somebody in their role can know; nil for never.
  public let roleDecides: Condition?

  public init(
    id: String, context: Set<ContextID>? = nil, tiers: Set<Int> = [], units: Set<Unit> = [],
    controls: [ControlID] = [], most: Int? = nil, roleDecides: Condition? = nil
  ) {
    (self.id, self.context, self.tiers, self.units) = (id, context, tiers, units)
    (self.controls, self.most, self.roleDecides) = (controls, most, roleDecides)
  }

  /// Whether it asks about this control, in some context, somebody in some role.
  public func mayAsk(_ control: Control) -> Bool {
    fits(control, role: nil, in: Context())
      && (controls.isEmpty || controls.contains(control.id))
  }

  func fits(_ control: Control, role: String?, in context: Context) -> Bool {
    guard tiers.isEmpty || tiers.contains(control.tier),
      units.isEmpty || units.contains(control.unit)
    else { return false }
    guard let role, !control.roles.isEmpty, let roleDecides,
      roleDecides.holds(in: context) != false
    else { return true }
    return control.roles.contains(role)
  }
}

extension Checklist {
  public func profile(_ id: String?) -> Profile? {
    id.flatMap { id in profiles.first { $0.id == id } }
  }

  /// The controls that somebody is asked about, in the checklist's order: those that may apply, as
  /// far as profile and role choose them.
  public func controls(askedOf answers: Answers, in context: Context) -> [Control] {
    controls(from: controls(fitting: context), askedOf: answers, in: context)
  }

  /// The same, of controls that may apply already.
  func controls(
    from fitting: [Control], askedOf answers: Answers, in context: Context
  ) -> [Control] {
    guard let profile = profile(answers.profile) else { return fitting }
    let context = settled(context)
    let chosen = fitting.filter { profile.fits($0, role: answers.role, in: context) }
    if profile.controls.isEmpty, profile.most == nil { return chosen }
    let known = Set(chosen.map(\.id))
    let ranked = profile.controls.isEmpty ? chosen.map(\.id) : profile.controls
    let asked = Set(ranked.filter(known.contains).prefix(profile.most ?? ranked.count))
    return chosen.filter { asked.contains($0.id) }
  }
}
