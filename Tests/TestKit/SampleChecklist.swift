import Hygiene

extension SampleReport {
  /// Five controls that show every part of a report.
  public static let checklist = Checklist(
    id: "sample", version: "2026.1", digest: String(repeating: "ab", count: 32),
    questions: [
      ContextQuestion(id: "country", choices: ["kz", "kg", "tj", "uz", "other"]),
      ContextQuestion(
        id: "beats", choices: ["corruption", "courts", "culture"], allowsSeveral: true),
      ContextQuestion(id: "sources", choices: ["yes", "no"]),
    ],
    scenarios: [
      Scenario(
        id: "seizure",
        likelihood: [
          LevelRule(.high, when: .answered("beats", oneOf: ["corruption"]), because: "beats"),
          LevelRule(.moderate, because: "otherwise"),
        ],
        impact: [
          LevelRule(.veryHigh, when: .answered("sources", oneOf: ["yes"]), because: "sources"),
          LevelRule(.high, because: "otherwise"),
        ]),
      Scenario(
        id: "blocking", likelihood: [LevelRule(.moderate, because: "otherwise")],
        impact: [LevelRule(.moderate, because: "otherwise")]),
    ],
    domains: [
      Domain(
        id: "ACC",
        controls: [
          sample("ACC-01", in: "ACC", tier: 1, scenarios: [], within: .week),
          sample(
            "ACC-03", in: "ACC", tier: 1, scenarios: ["seizure"], within: .hour,
            options: [AnswerOption(id: "some", answer: .partly)]),
        ]),
      Domain(
        id: "DEV",
        controls: [
          sample(
            "DEV-01", in: "DEV", tier: 1, scenarios: ["seizure"], within: .week,
            evidence: "storage-home")
        ]),
      Domain(
        id: "NET",
        controls: [
          sample(
            "NET-03", in: "NET", tier: 2, scenarios: ["blocking"], within: .hour,
            evidence: "dns-compare"),
          sample(
            "CEN-01", in: "NET", tier: 3, scenarios: ["blocking"], within: .quarter,
            evidence: "tls-reach"),
        ]),
    ],
    words: words)

  private static func sample(
    _ id: ControlID, in domain: DomainID, tier: Int, scenarios: [ScenarioID],
    within horizon: Effort.Horizon, evidence: CheckID? = nil, options: [AnswerOption] = []
  ) -> Control {
    Control(
      id: id, domain: domain, tier: tier, weight: 4 - tier, unit: .person, scenarios: scenarios,
      effort: Effort(difficulty: 1, skill: 2, disruption: 1, within: horizon),
      evidence: evidence.map { [EvidenceLink(check: $0)] } ?? [], options: options)
  }

  private static let words = Words(
    language: "en",
    texts: [
      "checklist.title": "A sample", "ACC.title": "Accounts", "DEV.title": "Computers",
      "NET.title": "Network", "seizure.title": "Seizure of devices",
      "blocking.title": "Blocking of the site",
      "seizure.because.beats": "you work on subjects that powerful people want to stop",
      "seizure.because.sources": "your devices hold who your sources are",
      "seizure.because.otherwise": "it happens to newsrooms in this region",
      "blocking.because.otherwise": "it happens to news sites in this region",
      "country.question": "In which country do you work?", "country.choice.kz": "Kazakhstan",
      "country.choice.kg": "Kyrgyzstan", "beats.question": "What do you report on?",
      "beats.choice.corruption": "corruption", "beats.choice.courts": "courts",
      "beats.choice.culture": "culture",
      "sources.question": "Could somebody be harmed if it became known that they talk to you?",
      "sources.choice.yes": "yes", "sources.choice.no": "no",
      "ACC-01.question": "Does every account have a long password of its own?",
      "ACC-01.action": "Give every account a long password of its own.",
      "ACC-03.question": "Does a second step protect your mail, chats and channels?",
      "ACC-03.action": "Turn on the second step, the mail account first.",
      "ACC-03.caution": "Print the backup codes first: without them a lost phone locks you out.",
      "ACC-03.option.some": "Only some of them",
      "DEV-01.question": "Does the computer ask for a passphrase before it starts?",
      "DEV-01.action": "Turn on encryption of the whole disk, with a passphrase at the start.",
      "DEV-01.caution": "Make a backup first.",
      "NET-03.question": "Does the computer ask an honest resolver for names?",
      "NET-03.action": "Set a resolver that you trust, over an encrypted connection.",
      "CEN-01.question": "Can readers reach a copy of your site when it is blocked?",
      "CEN-01.action": "Set up a copy of the site at another address and tell your readers of it.",
    ])
}
