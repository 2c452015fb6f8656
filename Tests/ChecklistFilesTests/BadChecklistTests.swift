import ChecklistFiles
import Hygiene
import Platform
import TestKit
import Testing

/// One change to the example checklist, and what lint then says beside what it says anyway.
struct Change: Sendable, CustomTestStringConvertible {
  let old: String, new: String
  let says: [String]

  init(_ old: String, _ new: String, _ says: String...) {
    (self.old, self.new, self.says) = (old, new, says)
  }

  var testDescription: String { "\(old) → \(new)" }
}

@Suite struct BadChecklistTests {
  private let checks: [CheckID] = ["storage-home"]

  private func complaints(_ files: PretendFiles) throws -> [String] {
    try sentences(lint(.folder("/c"), knownChecks: checks, in: .holding(files)))
  }

  @Test func theExampleIsClean() throws {
    #expect(try complaints(exampleFiles()) == [])
  }

  @Test(arguments: [
    // Keys and values.
    Change(
      "id: example", "name: example",
      "/c/checklist.yaml:3: there is no key 'name' here; the keys may be: "
        + "id, version, partly, weights, roles, context, scenarios, domains, profiles, retired",
      "/c/checklist.yaml:3: the key 'id' is missing; add it"),
    Change(
      "id: example", "id: Example",
      "/c/checklist.yaml:3: this cannot be a name; use at most 40 lower-case letters, digits and hyphens"
    ),
    // Roles and profiles.
    Change(
      "roles: [reporter, editor, other]", "roles: []",
      "/c/checklist.yaml:63: this list names no role; name some, or take it out to ask everybody"),
    Change(
      "        tier: 1                # 1 first, 2 next, 3 advanced",
      "        tier: 1\n        roles: [pilot]",
      "/c/checklist.yaml:38: no role is called 'pilot'; the roles stand at the top of the file"),
    Change(
      "{id: quick, tiers: [1],", "{id: quick, tiers: [3],",
      "/c/checklist.yaml:67: the profile 'quick' asks about no control; change it or take it away"),
    Change(
      "  - id: full\n", "  - {id: full, controls: [ACC-77]}\n",
      "/c/checklist.yaml:68: no control is called 'ACC-77'; check the name"),
    Change(
      "  - id: full\n", "  - id: full\nretired: {ACC-01: DEV-01}\n",
      "/c/checklist.yaml:69: 'ACC-01' is used already; choose another name or take one away"),
    Change(
      "  - id: full\n", "  - id: full\nretired: {ACC-09: DEV-77}\n",
      "/c/checklist.yaml:69: no control is called 'DEV-77'; check the name"),
    // A mark that nothing closes ends at the next one, on a later line.
    Change(
      "version: \"1\"", "version: \"1",
      "/c/checklist.yaml:4: a quotation mark opens here and nothing closes it; add the closing one"),
    Change(
      "version: \"1\"", "version: [1]", "/c/checklist.yaml:4: 'version' needs a text; write one"),
    Change(
      "partly: 1/2 ", "partly: 3/2 ",
      "/c/checklist.yaml:5: 'partly' must be a part of one; write a fraction such as 1/2"),
    Change(
      "partly: 1/2 ", "partly: 1/0 ",
      "/c/checklist.yaml:5: 'partly' must be a part of one; write a fraction such as 1/2"),
    Change(
      "weights: {1: 3, 2: 2, 3: 1}", "weights: {1: 0, 2: 101, 3: -1}",
      "/c/checklist.yaml:6: '1' must be a whole number; use one from 1 to 100",
      "/c/checklist.yaml:6: '2' must be a whole number; use one from 1 to 100",
      "/c/checklist.yaml:6: '3' must be a whole number; use one from 1 to 100"),
    Change(
      "        unit: person ", "        units: person ",
      "/c/checklist.yaml:36: the key 'unit' is missing; add it",
      "/c/checklist.yaml:38: there is no key 'units' here; the keys may be: id, tier, weight, unit, "
        + "roles, scenarios, when, effort, evidence, options, references"),
    Change(
      "        unit: person ", "        unit: people ",
      "/c/checklist.yaml:38: 'unit' may not have this value; use one of: person, device, org"),
    Change(
      "        tier: 1                # 1 first, 2 next, 3 advanced", "        tier: 4",
      "/c/checklist.yaml:37: 'tier' must be a whole number; use one from 1 to 3"),
    Change(
      "{difficulty: 2, skill: 2, disruption: 1, within: week}",
      "{difficulty: 0, skill: 2.5, disruption: 1, within: month}",
      "/c/checklist.yaml:52: 'difficulty' must be a whole number; use one from 1 to 3",
      "/c/checklist.yaml:52: 'skill' must be a whole number; use one from 1 to 3",
      "/c/checklist.yaml:52: 'within' may not have this value; use one of: hour, week, quarter"),
    Change(
      "gap: [problem]", "gap: [good]",
      "/c/checklist.yaml:54: 'gap' may not have this value; use one of: problem, concern"),
    Change(
      "several: true", "several: yes",
      "/c/checklist.yaml:13: 'several' may not have this value; use one of: true, false"),
    Change(
      "scenarios:\n", "scenarios: none\ndummy:\n",
      "/c/checklist.yaml:17: 'scenarios' needs a list; write [a, b] or lines that begin with '-'",
      "/c/checklist.yaml:18: there is no key 'dummy' here; the keys may be: "
        + "id, version, partly, weights, roles, context, scenarios, domains, profiles, retired",
      "/c/checklist.yaml:40: no scenario is called 'takeover'; check the name",
      "/c/checklist.yaml:52: no scenario is called 'seizure'; check the name"),
    Change(
      "[\"https://ssd.eff.org/\"]", "[\"http://ssd.eff.org/\"]",
      "/c/checklist.yaml:45: this is no web address; write one that begins with https://"),
    // Names.
    Change(
      "id: ACC-01", "id: DEV-01",
      "/c/checklist.yaml:36: this cannot be the name of a control here; "
        + "use the domain's name and a number, such as ACC-01"),
    Change(
      "id: DEV-02", "id: DEV-01",
      "/c/checklist.yaml:55: 'DEV-01' is used already; choose another name or take one away"),
    Change(
      "- id: DEV\n", "- id: ACC\n",
      "/c/checklist.yaml:46: 'ACC' is used already; choose another name or take one away"),
    Change(
      "- id: DEV\n", "- id: Computers\n",
      "/c/checklist.yaml:46: this cannot be a domain's name; use two to eight capital letters, such as ACC"
    ),
    Change(
      "- id: takeover", "- id: seizure",
      "/c/checklist.yaml:25: 'seizure' is used already; choose another name or take one away",
      "/c/checklist.yaml:39: no scenario is called 'takeover'; check the name"),
    Change(
      "- id: takeover", "- id: all",
      "/c/checklist.yaml:25: the name 'all' means something else here; choose another",
      "/c/checklist.yaml:39: no scenario is called 'takeover'; check the name"),
    Change(
      "- id: incidents", "- id: office",
      "/c/checklist.yaml:12: 'office' is used already; choose another name or take one away",
      "/c/checklist.yaml:20: no context question is called 'incidents'; check the name",
      "/c/checklist.yaml:27: no context question is called 'incidents'; check the name"),
    Change(
      "choices: [own, shared, none]", "choices: [own, shared, own]",
      "/c/checklist.yaml:11: 'own' is used already; choose another name or take one away"),
    Change(
      "choices: [own, shared, none]", "choices: [own]",
      "/c/checklist.yaml:11: a question needs two choices at least; add one",
      "/c/checklist.yaml:21: the question 'office' has no choice 'shared'; check the name",
      "/c/checklist.yaml:59: the question 'office' has no choice 'shared'; check the name"),
    Change(
      "{id: some, answer: partly}", "{id: everywhere, answer: unknown}",
      "/c/checklist.yaml:43: 'answer' may not have this value; use one of: met, partly, not-met"),
    Change(
      "{id: some, answer: partly}", "{id: everywhere, answer: partly}",
      "/c/checklist.yaml:43: 'everywhere' is used already; choose another name or take one away"),
    Change(
      "{id: some, answer: partly}", "{id: unknown, answer: partly}",
      "/c/checklist.yaml:43: the name 'unknown' means something else here; choose another"),
    Change(
      "{id: everywhere, answer: met}", "{id: everywhere, answer: partly}",
      "/c/checklist.yaml:42: none of the options means 'met'; add one that does"),
    // Rules and conditions.
    Change(
      "because: otherwise}\n    impact:\n      - {level: high, because: files}",
      "because: otherwise, when: {office: own}}\n    impact: []",
      "/c/checklist.yaml:22: the last rule must always hold; add one without 'when' after it",
      "/c/checklist.yaml:23: 'impact' has no rule; add one without 'when'"),
    Change(
      "because: office, when: {office: [own, shared]}}", "because: office}",
      "/c/checklist.yaml:21: this rule always holds, so those after it never count; "
        + "give it a 'when' or move it down"),
    Change(
      "when: {office: [own, shared]}\n", "when: {}\n",
      "/c/checklist.yaml:59: this is no condition; write 'question: choice', or 'any' with a list, or 'not'"
    ),
    Change(
      "when: {office: [own, shared]}\n", "when: {any: []}\n",
      "/c/checklist.yaml:59: this is no condition; write 'question: choice', or 'any' with a list, or 'not'"
    ),
    Change(
      "when: {office: [own, shared]}\n", "when: {house: own, office: rented}\n",
      "/c/checklist.yaml:59: no context question is called 'house'; check the name",
      "/c/checklist.yaml:59: the question 'office' has no choice 'rented'; check the name"),
    Change(
      "when: {office: [own, shared]}\n", "when: {office: own, not: {office: [own, none]}}\n",
      "/c/checklist.yaml:59: no answers make this condition true; change it or take it out"),
    Change(
      "when: {office: [own, shared]}\n", "when: {incidents: none, not: {incidents: none}}\n",
      "/c/checklist.yaml:59: no answers make this condition true; change it or take it out"),
    Change(
      "when: {office: [own, shared]}\n", "when: {incidents: seizure, not: {incidents: takeover}}\n"),
    Change(
      "choices: [own, shared, none]", "choices: [own, shared, none]\n    when: {incidents: none}",
      "/c/checklist.yaml:10: this depends on the question 'incidents', which does not come before it; "
        + "move it down"),
    // References.
    Change(
      "scenarios: [takeover] ", "scenarios: [takeover, fire, takeover] ",
      "/c/checklist.yaml:39: 'takeover' is used already; choose another name or take one away",
      "/c/checklist.yaml:39: no scenario is called 'fire'; check the name"),
    Change(
      "scenarios: [takeover] ", "scenarios: [] ",
      "/c/checklist.yaml:39: this control belongs to no scenario; "
        + "write 'scenarios: all' or a list of scenarios"),
    Change(
      "        scenarios: all\n", "",
      "/c/checklist.yaml:55: this control belongs to no scenario; "
        + "write 'scenarios: all' or a list of scenarios"),
    Change(
      "check: storage-home", "check: storage-hole",
      "/c/checklist.yaml:54: no check is called 'storage-hole'; 'saqta check --help' names them"),
    Change(
      "scenarios: [takeover] ", "scenarios: [seizure] ",
      "/c/checklist.yaml:25: no control names the scenario 'takeover', "
        + "so nothing can be said about it; name it in one"),
    // YAML itself: the first problem, and no other.
    Change(
      "tier: 2", "tier: 2\n        tier: 2",
      "/c/checklist.yaml:57: 'tier' stands here a second time; keep one of the two"),
    Change(
      "tier: 2", "\ttier: 2",
      "/c/checklist.yaml:56: a tab stands where only spaces may; indent with spaces"),
    Change(
      "tier: 2", "tier: *two",
      "/c/checklist.yaml:56: aliases (*name) are not read; quote a text that begins with '*'"),
  ])
  func lintNamesFileLineAndReason(_ change: Change) throws {
    let files = try exampleFiles()
    try files.replace(change.old, by: change.new, in: "/c/checklist.yaml")
    let said = try complaints(files).filter {
      // Words that a renamed part lacks or leaves over have a table of their own.
      !$0.contains("text.en.yaml")
    }
    #expect(said == change.says)
  }

  @Test(arguments: [
    Change(
      "language: en", "language: ru",
      "/c/text.en.yaml:3: the language differs from the file's name; write 'language: en'"),
    Change(
      "review: done", "review: soon",
      "/c/text.en.yaml:4: 'review' may not have this value; use one of: done, pending"),
    Change(
      "review: done", "review: pending",
      "/c/text.en.yaml:1: nobody who speaks 'en' has read these texts yet; ask somebody to"),
    Change(
      "  ACC.title:", "  ACC.titel:",
      "/c/checklist.yaml:34: text.en.yaml has no text 'ACC.title'; add it",
      "/c/text.en.yaml:28: nothing uses the text 'ACC.titel'; check the name or take it away"),
    Change(
      "ACC.title: \"Accounts\"", "ACC.title: \" \"",
      "/c/checklist.yaml:34: text.en.yaml has no text 'ACC.title'; add it",
      "/c/text.en.yaml:28: the text 'ACC.title' is empty; write it or take the line away"),
    Change(
      "ACC.title: \"Accounts\"", "ACC.title: [\"Accounts\"]",
      "/c/checklist.yaml:34: text.en.yaml has no text 'ACC.title'; add it",
      "/c/text.en.yaml:28: 'ACC.title' needs a text; write one"),
    Change(
      "ACC.title: \"Accounts\"", "ACC.title: \"\(String(repeating: "ә", count: 111))\"",
      "/c/text.en.yaml:28: the line has 126 columns; break it after 120 at most"),
    Change(
      "ACC.title: \"Accounts\"", "ACC.title: \"Accounts",
      "/c/text.en.yaml:28: a quotation mark opens here and nothing closes it; add the closing one"),
    Change(
      "lock after five minutes.\"", "lock after five minutes.",
      "/c/text.en.yaml:50: a quotation mark opens here and nothing closes it; add the closing one"),
    Change(
      "ACC.title: \"Accounts\"", "ACC.title: Accounts: all",
      "/c/text.en.yaml:28: a colon makes no sense here; check the indentation, or put quotation marks around the text"
    ),
    Change(
      "ACC.title: \"Accounts\"", "ACC.title: @ccounts",
      "/c/text.en.yaml:28: a text may not begin with this character; put quotation marks around it"),
  ])
  func lintReadsTheWordsToo(_ change: Change) throws {
    let files = try exampleFiles()
    try files.replace(change.old, by: change.new, in: "/c/text.en.yaml")
    let said = try complaints(files).sorted()
    #expect(said == change.says.sorted())
  }

  @Test func aTranslationIsComparedWithTheEnglishText() throws {
    let files = try exampleFiles()
    try files.replace("\"Accounts\"", by: "\"Accounts of {who}\"", in: "/c/text.en.yaml")
    files.add(
      """
      language: ru
      review: pending
      texts:
        ACC.title: "Учётные записи"
        DEV.title: "Компьютеры {где}"
        DEV-01.caution: "Осторожно"
        DEV-03.why: "Потому что"

      """, to: "/c/text.ru.yaml")
    let said = try complaints(files)
    #expect(
      said == [
        "/c/text.ru.yaml:1: nobody who speaks 'ru' has read these texts yet; ask somebody to",
        "/c/text.ru.yaml:1: 2 of 45 texts are translated into 'ru'; 'checklist.title' is the first to do",
        "/c/text.ru.yaml:4: the text 'ACC.title' lacks {who}, which the English text has; put it in",
        "/c/text.ru.yaml:5: the text 'DEV.title' has {…}, which the English text lacks; take it out",
        "/c/text.ru.yaml:6: the text 'DEV-01.caution' has no English original; add that to text.en.yaml",
        "/c/text.ru.yaml:7: nothing uses the text 'DEV-03.why'; check the name or take it away",
      ])
  }

  @Test func aCompleteTranslationIsSaidToBeComplete() throws {
    let files = try exampleFiles()
    let english = String(decoding: files.files["/c/text.en.yaml"] ?? [], as: UTF8.self)
    files.add(english, to: "/c/text.ru.yaml")
    try files.replace("language: en", by: "language: ru", in: "/c/text.ru.yaml")
    let said = try complaints(files)
    #expect(
      said == ["/c/text.ru.yaml:1: all 45 texts are translated into 'ru'"])
  }

  @Test func severalProblemsAreAllNamedInTheOrderOfTheLines() throws {
    let files = try exampleFiles()
    try files.replace("tier: 2", by: "tier: x", in: "/c/checklist.yaml")
    try files.replace("within: hour", by: "within: year", in: "/c/checklist.yaml")
    try files.replace("check: storage-home", by: "check: nothing", in: "/c/checklist.yaml")
    files.add("language: xx\n", to: "/c/text.kk.yaml")
    files.add("", to: "/c/text.yaml")
    let problems = try lint(.folder("/c"), knownChecks: checks, in: .holding(files))
    let said = try sentences(problems)
    #expect(
      said == [
        "/c/checklist.yaml:40: 'within' may not have this value; use one of: hour, week, quarter",
        "/c/checklist.yaml:54: no check is called 'nothing'; 'saqta check --help' names them",
        "/c/checklist.yaml:56: 'tier' must be a whole number; use one from 1 to 3",
        "/c/text.kk.yaml:1: the language differs from the file's name; write 'language: kk'",
        "/c/text.kk.yaml:1: the key 'review' is missing; add it",
        "/c/text.kk.yaml:1: the key 'texts' is missing; add it",
        "/c/text.yaml:1: this file is not read; call it text.LANGUAGE.yaml or take it away",
      ])
    #expect(problems.map(\.severity).filter { $0 == .error }.count == 6)
    #expect(problems.last?.severity == .warning)
  }

  @Test func aFolderNamedInterfaceHoldsWordsAlone() throws {
    let files = PretendFiles()
    files.add(
      "language: en\nreview: done\ntexts: {a: \"{x} and {y}\", b: b}\n",
      to: "/interface/text.en.yaml")
    files.add(
      "language: kk\nreview: done\ntexts: {a: \"{x}\", c: c}\n", to: "/interface/text.kk.yaml")
    let said = try sentences(
      lint(.folder("/interface"), knownChecks: [], in: .holding(files)))
    #expect(
      said == [
        "/interface/text.kk.yaml:1: 1 of 2 texts are translated into 'kk'; 'b' is the first to do",
        "/interface/text.kk.yaml:3: the text 'a' lacks {y}, which the English text has; put it in",
        "/interface/text.kk.yaml:3: nothing uses the text 'c'; check the name or take it away",
      ])
  }
}

@Suite struct PluralLintTests {
  private func complaints(about russian: String) throws -> [String] {
    let files = PretendFiles([
      "/c/interface/text.en.yaml": Array(
        """
        language: en
        review: done
        texts:
          q.one: "One question."
          q.other: "{count} questions."

        """.utf8),
      "/c/interface/text.ru.yaml": Array(russian.utf8),
    ])
    return try sentences(
      lint(.folder("/c/interface"), knownChecks: [], in: .holding(files)))
  }

  private let head = "language: ru\nreview: done\ntexts:\n"

  @Test func everyFormOfTheLanguageIsNeededAndNoMore() throws {
    let forms = "  q.one: \"{count} a\"\n  q.few: \"{count} b\"\n  q.many: \"{count} c\"\n"
    #expect(
      try complaints(about: head + forms)
        == ["/c/interface/text.ru.yaml:1: all 3 texts are translated into 'ru'"])
    #expect(
      try complaints(about: head + forms + "  q.other: \"{count} d\"\n")
        == ["/c/interface/text.ru.yaml:1: all 3 texts are translated into 'ru'"])
    #expect(
      try complaints(about: head + "  q.one: \"{count} a\"\n  q.two: \"{count} b\"\n") == [
        "/c/interface/text.ru.yaml:1: 1 of 3 texts are translated into 'ru'; 'q.few' is the first to do",
        "/c/interface/text.ru.yaml:5: nothing uses the text 'q.two'; check the name or take it away",
      ])
  }

  /// In Russian "one" is also 21.
  @Test func theNumberMayBeLeftOutOnlyWhereItIsAlwaysOne() throws {
    let said = try complaints(
      about: head + "  q.one: \"a\"\n  q.few: \"{count} b\"\n  q.many: \"{count} c\"\n")
    #expect(said.last?.contains("lacks {count}") == true, "\(said)")
  }
}
