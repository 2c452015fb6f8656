import Hygiene
import TestKit
import Testing

@Suite struct ProfileTests {
  private let website = Condition.answered("website", oneOf: ["yes"])

  private func list(_ profile: Profile) -> Checklist {
    let plain = checklist([
      control("AAA-01", tier: 1), control("AAA-02", tier: 1, when: website),
      control("AAA-03", tier: 2), control("AAA-04", tier: 1),
    ])
    let technical = Control(
      id: "BBB-01", domain: "BBB", tier: 1, weight: 3, unit: .organisation, roles: ["technical"],
      scenarios: ["seizure"], effort: effort())
    return Checklist(
      id: "test", version: "1", digest: "",
      questions: [
        ContextQuestion(id: "website", choices: ["yes", "no"]),
        ContextQuestion(id: "team", choices: ["alone", "more"]),
      ],
      scenarios: [scenario()],
      domains: plain.domains + [Domain(id: "BBB", controls: [technical])],
      roles: ["reporter", "technical"], profiles: [profile], words: plain.words)
  }

  private static let unlessAlone = Condition.not(.answered("team", oneOf: ["alone"]))

  @Test(arguments: [
    ("all", Profile(id: "p"), "reporter", "AAA-01 AAA-02 AAA-03 AAA-04 BBB-01"),
    ("a tier", Profile(id: "p", tiers: [2]), "reporter", "AAA-03"),
    ("a unit", Profile(id: "p", units: [.organisation]), "reporter", "BBB-01"),
    (
      "what the role knows", Profile(id: "p", roleDecides: .always), "reporter",
      "AAA-01 AAA-02 AAA-03 AAA-04"
    ),
    (
      "what the role knows", Profile(id: "p", tiers: [1], roleDecides: .always), "technical",
      "AAA-01 AAA-02 AAA-04 BBB-01"
    ),
    (
      "the most important that fit",
      Profile(
        id: "p", controls: ["BBB-01", "AAA-04", "AAA-03", "AAA-01"], most: 2, roleDecides: .always),
      "reporter", "AAA-03 AAA-04"
    ),
    (
      "an open condition lets the role decide", Profile(id: "p", roleDecides: unlessAlone),
      "reporter", "AAA-01 AAA-02 AAA-03 AAA-04"
    ),
  ])
  func aProfileChooses(_ what: String, _ profile: Profile, role: String, asks wanted: String) {
    let asked = list(profile).controls(
      askedOf: Answers(role: role, profile: "p"), in: Context())
    #expect(asked.map(\.id.rawValue).joined(separator: " ") == wanted, "\(what)")
  }

  @Test func whoeverIsAloneIsAskedForEveryRole() {
    let list = list(Profile(id: "p", roleDecides: ProfileTests.unlessAlone))
    let asked = list.controls(
      askedOf: Answers(role: "reporter", profile: "p"), in: Context(["team": ["alone"]]))
    #expect(asked.map(\.id).contains("BBB-01"))
  }

  @Test func aControlThatCannotApplyMakesRoomForTheNext() {
    let list = list(Profile(id: "p", controls: ["AAA-02", "AAA-04", "AAA-03"], most: 2))
    let answers = Answers(profile: "p")
    let asked = list.controls(askedOf: answers, in: Context(["website": ["no"]]))
    #expect(asked.map(\.id) == ["AAA-03", "AAA-04"])
  }

  @Test func aShortAuditJudgesWhatWasAskedAndKeepsTheRisksOpen() throws {
    let list = list(Profile(id: "p", controls: ["AAA-01"]))
    let answers = Answers(profile: "p", replies: ["AAA-01": Reply(.met)])
    let short = assess(list, Context(), answers, [])
    let overall = try #require(short.overall.score)
    #expect(overall.worst == Rational(100) && overall.applicable == 1)
    let seizure = try #require(short.scenarios["seizure"]?.score)
    #expect(seizure.applicable == 5 && seizure.answered == 1)
    #expect(seizure.worst < seizure.best && seizure.best == Rational(100))
    // One good answer out of five must not be called strong.
    #expect(short.scenarios["seizure"]?.label == .open)
    #expect(short.overall.tierOneGaps == [] && short.plan.actions == [])
  }

  @Test func whatWasAnsweredCountsAsAsked() throws {
    let list = list(Profile(id: "p", controls: ["AAA-01"]))
    let answers = Answers(
      profile: "p", replies: ["AAA-01": Reply(.met), "AAA-03": Reply(.notMet)])
    let assessment = assess(list, Context(), answers, [])
    #expect(assessment.overall.score?.applicable == 2)
    #expect(assessment.plan.actions.map(\.control) == ["AAA-03"])
  }
}
