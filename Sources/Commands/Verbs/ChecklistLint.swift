internal import Arguments
internal import ChecklistFiles
internal import Checks
internal import Hygiene
internal import Platform

/// `saqta checklist lint`: what is wrong in a checklist, with file, line and reason.
struct ChecklistLint: Verb {
  var common = Common()
  var folder: String?

  static let name = "checklist lint"
  static let arguments: [Argument<ChecklistLint>] = [.operand("DIR", \.folder)]

  func run(in setting: Setting) async throws -> ExitStatus {
    let sources: [ChecklistSource] =
      folder.map { [checklistSource($0)] }
      ?? (builtInChecklists() + ["interface"]).map { .builtIn($0) }
    let problems = try sources.flatMap {
      try lint($0, knownChecks: catalogue.map(\.id), in: setting.world)
    }
    for problem in problems {
      // The sentence begins with file and line.
      let sentence = setting.words[problem.message]
      let id = "verb.checklist-lint.\(problem.severity.rawValue)"
      setting.world.output.write(setting.words[id, ["sentence": sentence]] + "\n")
    }
    if problems.isEmpty { setting.say("verb.checklist-lint.nothing") }
    return problems.contains { $0.severity == .error } ? .found : .done
  }
}
