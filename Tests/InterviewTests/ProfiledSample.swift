import Hygiene

extension Sample {
  /// The small checklist with profiles of every kind: a ranked list cut at `most`, a cut without a
  /// list, units, tiers, less context, and roles that decide, always or only in a team.
  static let profiled = Checklist(
    id: "profiled", version: "1", digest: "",
    questions: [ContextQuestion(id: "team", choices: ["alone", "more"])] + checklist.questions,
    scenarios: [], domains: checklist.domains.map(withRoles), roles: checklist.roles,
    profiles: [
      Profile(
        id: "brief", context: ["website", "team"], controls: ["CEN-01", "DEV-01", "ACC-02"],
        most: 2, roleDecides: .not(.answered("team", oneOf: ["alone"]))),
      Profile(id: "first", context: ["hosting", "incidents"], most: 3, roleDecides: .always),
      Profile(id: "person", units: [.person], roleDecides: .always),
      Profile(id: "none", context: [], tiers: [3]),
      Profile(id: "full"),
    ],
    words: checklist.words.joined(with: Words(language: "en", texts: profileTexts)))

  private static let profileTexts = [
    "team.question": "How many people work there?", "team.why": "Alone, one does everything.",
    "team.choice.alone": "I work alone", "team.choice.more": "more than one",
    "profile.brief.title": "the most important",
    "profile.first.title": "the first three",
    "profile.person.title": "what I do myself",
    "profile.none.title": "nearly nothing",
    "profile.full.title": "everything",
  ]

  /// Who can know: nobody but the technical staff about DEV-02 and CEN-01, the editor about ACC-01.
  private static func withRoles(_ domain: Domain) -> Domain {
    Domain(
      id: domain.id,
      controls: domain.controls.map { control in
        let roles =
          switch control.id.rawValue {
          case "DEV-02", "CEN-01": ["technical"]
          case "ACC-01": ["editor", "technical"]
          default: [String]()
          }
        return Control(
          id: control.id, domain: control.domain, tier: control.tier, weight: control.weight,
          unit: control.domain == "ACC" ? .person : .organisation, roles: roles,
          appliesWhen: control.appliesWhen, effort: control.effort, evidence: control.evidence,
          options: control.options, references: control.references)
      })
  }
}
