import Glibc
import Hygiene
import TestKit
import Testing

@testable import Interview

/// A small checklist with one of each kind of question.
enum Sample {
  static let checklist = Checklist(
    id: "sample", version: "1", digest: "", questions: questions, scenarios: [],
    domains: [
      Domain(
        id: "ACC",
        controls: [
          control(
            "ACC-01",
            options: [
              .init(id: "key", answer: .met), .init(id: "sms", answer: .partly),
              .init(id: "none", answer: .notMet),
            ]),
          control("ACC-02"),
        ]),
      Domain(
        id: "DEV",
        controls: [
          control(
            "DEV-01", evidence: [.init(check: "storage-home")],
            references: ["https://example.org/disks", "https://example.org/more"]),
          control("DEV-02", evidence: [.init(check: "storage-swap")]),
        ]),
      Domain(
        id: "CEN",
        controls: [control("CEN-01", when: .answered("website", oneOf: ["yes"]))]),
    ], roles: ["reporter", "editor", "technical", "management", "other"],
    words: Words(language: "en", texts: texts, untranslated: ["ACC-02.question"]))

  private static let questions = [
    ContextQuestion(id: "country", choices: ["kz", "kg", "other"]),
    ContextQuestion(id: "website", choices: ["yes", "no"]),
    ContextQuestion(
      id: "hosting", choices: ["inside", "outside"],
      askWhen: .answered("website", oneOf: ["yes"])),
    ContextQuestion(
      id: "incidents", choices: ["none", "seizure", "blocking"], allowsSeveral: true),
  ]

  private static func control(
    _ id: ControlID, when condition: Condition = .always, evidence: [EvidenceLink] = [],
    options: [AnswerOption] = [], references: [String] = []
  ) -> Control {
    Control(
      id: id, domain: DomainID(rawValue: String(id.rawValue.prefix(3))), tier: 1, weight: 3,
      unit: .person, appliesWhen: condition,
      effort: Effort(difficulty: 1, skill: 1, disruption: 1, within: .hour), evidence: evidence,
      options: options, references: references)
  }

  private static let texts = [
    "role.question": "What do you do in the newsroom?",
    "role.why": "People in different roles see different things.",
    "role.choice.reporter": "reporter or producer", "role.choice.editor": "editor",
    "role.choice.technical": "technical staff",
    "role.choice.management": "management or administration", "role.choice.other": "something else",
    "country.question": "In which country is the office?",
    "country.why": "The law of the country decides much.",
    "country.choice.kz": "Kazakhstan", "country.choice.kg": "Kyrgyzstan",
    "country.choice.other": "another country",
    "website.question": "Does the newsroom run a website?", "website.why": "It can be blocked.",
    "website.choice.yes": "yes", "website.choice.no": "no",
    "hosting.question": "Where is the website hosted?", "hosting.why": "Courts reach servers.",
    "hosting.choice.inside": "inside the country", "hosting.choice.outside": "outside",
    "incidents.question": "What happened in the last 12 months?",
    "incidents.why": "What happened once is likely to happen again.",
    "incidents.choice.none": "none of these", "incidents.choice.seizure": "equipment was seized",
    "incidents.choice.blocking": "the site was blocked",
    "ACC.title": "Accounts", "DEV.title": "Computers", "CEN.title": "Blocking",
    "ACC-01.question": "What protects your main mail account besides the password?",
    "ACC-01.why": "Passwords are guessed, stolen and phished.",
    "ACC-01.action": "Add a security key or an authenticator app.",
    "ACC-01.option.key": "a security key or an app", "ACC-01.option.sms": "codes by SMS",
    "ACC-01.option.none": "nothing",
    "ACC-02.question": "Is every password used for one account only?",
    "ACC-02.why": "One leak opens all doors.", "ACC-02.action": "Use a password manager.",
    "DEV-01.question": "Is the disk of your work computer encrypted?",
    "DEV-01.why": "Whoever takes the computer can read a disk that is not encrypted.",
    "DEV-01.action": "Turn the encryption on and keep the recovery key elsewhere.",
    "DEV-01.caution": "Check local law first: this may be restricted or may draw suspicion.",
    "DEV-01.reference.1": "Disk encryption in ten minutes",
    "DEV-02.question": "Жұмыс компьютеріндегі уақытша файлдар сақталатын бөлім шифрланған ба?",
    "DEV-02.why": "Swap keeps passwords.", "DEV-02.action": "Encrypt swap.",
    "CEN-01.question": "Is there a mirror of the site?",
    "CEN-01.why": "Sites are blocked overnight.", "CEN-01.action": "Prepare a mirror.",
  ]

  /// The program's own words, from the file that the program is built with.
  static let words: Words = {
    let own = ["check.storage-home.title": "Encryption of the home folder"]
    let interface = (try? interfaceWords()) ?? Words(language: "en", texts: [:])
    return interface.joined(with: Words(language: "en", texts: own))
  }()

  static let engine = Engine(checklist, words: words)

  static let measurements = [
    measured("storage-home", .problem, at: "/home/a"), measured("storage-swap", .good, at: "zram0"),
  ]

  static func measured(_ check: CheckID, _ outcome: Outcome, at subject: String = "") -> Evidence {
    Evidence(
      check: check, version: 1, subject: subject, outcome: outcome, confidence: .high,
      time: Timestamp(secondsSinceEpoch: 0))
  }
}

extension Substring {
  fileprivate var trimmed: String { String(self).trimmed }
}

/// Holds a whole page to its file.
func expectGolden(
  _ text: String, _ name: String, at location: SourceLocation = #_sourceLocation
) throws {
  try TestKit.expectGolden(
    text, at: "Tests/Golden/interview/\(name).txt", sourceLocation: location)
}
