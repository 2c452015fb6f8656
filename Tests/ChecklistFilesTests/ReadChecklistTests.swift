import ChecklistFiles
import Hygiene
import Platform
import TestKit
import Testing

@Suite struct ReadChecklistTests {
  private func refusal(_ body: () throws -> Void) throws -> (String, Platform.ExitStatus)? {
    do {
      try body()
      return nil
    } catch let error as UserError {
      return (try sentence(error), error.status)
    }
  }

  @Test func whatTheFileSaysIsWhatTheModelHolds() throws {
    let checklist = try readChecklist(.builtIn("example"), language: "en", in: .unplugged)
    #expect(checklist.id == "example")
    #expect(checklist.version == "1")
    #expect(checklist.partlyCredit == Rational(1, over: 2))
    #expect(
      checklist.questions == [
        ContextQuestion(id: "office", choices: ["own", "shared", "none"]),
        ContextQuestion(
          id: "incidents", choices: ["none", "seizure", "takeover"], allowsSeveral: true),
      ])
    #expect(
      checklist.scenarios.first
        == Scenario(
          id: "seizure",
          likelihood: [
            LevelRule(
              .veryHigh, when: .answered("incidents", oneOf: ["seizure"]), because: "recent"),
            LevelRule(
              .moderate, when: .answered("office", oneOf: ["own", "shared"]), because: "office"),
            LevelRule(.low, because: "otherwise"),
          ], impact: [LevelRule(.high, because: "files")]))
    #expect(
      checklist.controls == [
        Control(
          id: "ACC-01", domain: "ACC", tier: 1, weight: 3, unit: .person, scenarios: ["takeover"],
          effort: Effort(difficulty: 1, skill: 1, disruption: 1, within: .hour),
          options: [
            AnswerOption(id: "everywhere", answer: .met), AnswerOption(id: "some", answer: .partly),
            AnswerOption(id: "nowhere", answer: .notMet),
          ], references: ["https://ssd.eff.org/"]),
        Control(
          id: "DEV-01", domain: "DEV", tier: 1, weight: 3, unit: .device, scenarios: ["seizure"],
          effort: Effort(difficulty: 2, skill: 2, disruption: 1, within: .week),
          evidence: [EvidenceLink(check: "storage-home", gaps: [.problem])]),
        Control(
          id: "DEV-02", domain: "DEV", tier: 2, weight: 2, unit: .organisation,
          appliesWhen: .answered("office", oneOf: ["own", "shared"]),
          effort: Effort(difficulty: 1, skill: 1, disruption: 2, within: .week)),
      ])
    #expect(checklist.words["DEV.title"] == "Computers")
  }

  @Test func conditionsKeepTheirShape() throws {
    let files = try exampleFiles()
    try files.replace(
      "when: {office: [own, shared]}\n",
      by: "when: {office: own, any: [{incidents: none}, {not: {office: none}}]}\n",
      in: "/c/checklist.yaml")
    try files.replace("tier: 2", by: "tier: 2\n        weight: 7", in: "/c/checklist.yaml")
    try files.replace(
      "gap: [problem]", by: "gap: [problem, concern], confirms: false",
      in: "/c/checklist.yaml")
    let checklist = try readChecklist(.folder("/c"), language: "en", in: .holding(files))
    #expect(
      checklist.control("DEV-02")?.appliesWhen
        == .all([
          .answered("office", oneOf: ["own"]),
          .any([
            .answered("incidents", oneOf: ["none"]), .not(.answered("office", oneOf: ["none"])),
          ]),
        ]))
    #expect(checklist.control("DEV-02")?.weight == 7)
    #expect(checklist.control("DEV-01")?.evidence.first?.gaps == [.problem, .concern])
    #expect(checklist.control("DEV-01")?.evidence.first?.confirms == false)
  }

  @Test func aMissingTranslationIsEnglishAndMarked() throws {
    let files = try exampleFiles()
    files.add(
      "language: kk\nreview: pending\ntexts: {DEV.title: Компьютерлер}\n", to: "/c/text.kk.yaml")
    let words = try readChecklist(.folder("/c"), language: "kk-KZ", in: .holding(files)).words
    #expect(words.language == "kk-KZ")
    #expect(words["DEV.title"] == "Компьютерлер")
    #expect(words.isTranslated("DEV.title"))
    #expect(words["ACC.title"] == "Accounts")
    #expect(!words.isTranslated("ACC.title"))
  }

  @Test func aLanguageThatNobodyWroteIsEnglishAndMarkedThroughout() throws {
    let words = try readChecklist(.builtIn("example"), language: "de", in: .unplugged).words
    #expect(words["ACC.title"] == "Accounts")
    #expect(!words.ids.contains(where: words.isTranslated))
    let british = try readChecklist(.builtIn("example"), language: "en-GB", in: .unplugged).words
    #expect(british.ids.allSatisfy(british.isTranslated))
  }

  @Test func theFirstErrorIsTheRefusal() throws {
    let files = try exampleFiles()
    try files.replace("tier: 2", by: "tier: x", in: "/c/checklist.yaml")
    try files.replace("within: hour", by: "within: year", in: "/c/checklist.yaml")
    let refused = try refusal {
      _ = try readChecklist(.folder("/c/"), language: "en", in: .holding(files))
    }
    #expect(
      refused?.0
        == "/c/checklist.yaml:40: 'within' may not have this value; use one of: hour, week, quarter"
    )
    #expect(refused?.1 == .refused)
  }

  @Test func aBrokenLanguageDoesNotStandInTheWayOfAnother() throws {
    let files = try exampleFiles()
    files.add("language: [\n", to: "/c/text.kk.yaml")
    #expect(throws: Never.self) {
      try readChecklist(.folder("/c"), language: "en", in: .holding(files))
    }
    let refused = try refusal {
      _ = try readChecklist(.folder("/c"), language: "kk", in: .holding(files))
    }
    #expect(
      refused?.0.hasPrefix("/c/text.kk.yaml:2: the YAML is broken here or just above") == true)
  }

  @Test func aChecklistThatIsNotThereIsNamed() throws {
    let unknown = try refusal {
      _ = try readChecklist(.builtIn("newsrom"), language: "en", in: .unplugged)
    }
    #expect(unknown?.0 == "no checklist is called 'newsrom'; there are: newsroom")
    #expect(unknown?.1 == .usage)
    for hidden in ["interface", "wordlists", "", "newsroom/checklist.yaml"] {
      #expect(throws: UserError.self) {
        try readChecklist(.builtIn(hidden), language: "en", in: .unplugged)
      }
    }
    let files = PretendFiles(["/c/text.en.yaml": [], "/d/\u{1B}.yaml": []])
    let empty = try refusal {
      _ = try readChecklist(.folder("/c"), language: "en", in: .holding(files))
    }
    #expect(empty?.0 == "there is no checklist.yaml in '/c'; name a folder that holds a checklist")
    #expect(empty?.1 == .refused)
    let nowhere = try refusal {
      _ = try readChecklist(.folder("/x"), language: "en", in: .holding(files))
    }
    #expect(nowhere?.0 == "there is no file '/x'; check the name")
  }

  @Test func aLargeFileIsRefusedUnread() throws {
    let files = try exampleFiles()
    files.files["/c/text.en.yaml"] = [UInt8](repeating: 0x20, count: (4 << 20) + 1)
    let refused = try refusal {
      _ = try readChecklist(.folder("/c"), language: "en", in: .holding(files))
    }
    #expect(
      refused?.0
        == "'/c/text.en.yaml' is larger than what is read here; check that it is the right file")
    #expect(refused?.1 == .refused)
  }

  @Test func anExampleNeverReplacesWhatIsThere() throws {
    let files = PretendFiles(["/c/text.en.yaml": [1]])
    let refused = try refusal { try writeExample(to: "/c", in: .holding(files)) }
    #expect(
      refused?.0
        == "'/c/text.en.yaml' is there already and is not replaced; choose another name")
    #expect(files.files == ["/c/text.en.yaml": [1]])
  }

  @Test func theProgramsWordsComeInTheLanguageOrInEnglish() throws {
    let english = try interfaceWords(language: "en")
    #expect(english.has("lint.unknown-key"))
    let other = try interfaceWords(language: "de")
    #expect(other["lint.unknown-key"] == english["lint.unknown-key"])
    #expect(!other.isTranslated("lint.unknown-key"))
  }
}
