internal import Hygiene

/// What `checklist.yaml` says, and where, for the checks that need to see the whole.
struct Structure {
  var id = ""
  var version = ""
  var partlyCredit = Rational(1, over: 2)
  var weights = [1: 3, 2: 2, 3: 1]
  var questions: [ContextQuestion] = []
  var scenarios: [Scenario] = []
  var domains: [Domain] = []
  var roles: [String] = []
  var profiles: [Profile] = []
  var successors: [ControlID: ControlID] = [:]

  /// Every condition that is written out.
  var conditions: [Placed<Condition>] = []
  /// What is pointed at, to be found once everything is read.
  var questionUses: [Placed<QuestionUse>] = []
  var scenarioUses: [Placed<ScenarioID>] = []
  var checkUses: [Placed<CheckID>] = []
  var controlUses: [Placed<ControlID>] = []
  /// Names of controls, also of those that could not be read.
  var controlNames: Set<ControlID> = []
  /// Where the scenarios begin.
  var scenarioLines: [ScenarioID: Int] = [:]
  var profileLines: [String: Int] = [:]
  /// Texts that must be there.
  var requiredWords: [Placed<String>] = []
  /// Texts that may be there.
  var optionalWords: Set<String> = []

  struct QuestionUse {
    let question: ContextID
    let value: String
  }

  mutating func require(_ words: [String], line: Int) {
    requiredWords += words.map { Placed($0, line: line) }
  }
}

/// Whether a text may be a name: lower-case letters, digits and hyphens, at most 40, no hyphen at
/// an end.
func isName(_ text: String) -> Bool {
  let bytes = text.utf8
  guard (1...40).contains(bytes.count), bytes.first != 0x2D, bytes.last != 0x2D else {
    return false
  }
  return bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
}

/// Whether a text may be a domain's name: two to eight capital letters.
func isDomainName(_ text: String) -> Bool {
  (2...8).contains(text.utf8.count) && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
}

/// Whether a text may be a control's name in a domain: `ACC-01`, with two to six digits.
func isControlName(_ text: String, in domain: String) -> Bool {
  guard text.hasPrefix("\(domain)-") else { return false }
  let digits = text.utf8.dropFirst(domain.utf8.count + 1)
  return (2...6).contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
}
