internal import Arguments
internal import ChecklistFiles
internal import Hygiene
internal import Platform
internal import Reports

/// `saqta checklist show`: a checklist, or one of its controls, to be read.
struct ChecklistShow: Verb {
  var common = Common()
  var checklist: String?
  var control: String?

  static let name = "checklist show"
  static let arguments: [Argument<ChecklistShow>] = [
    .operand("CHECKLIST", \.checklist),
    .operand("CONTROL", \.control),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    let checklist = try setting.checklist(checklist)
    guard let control else {
      try await setting.showPaged { width, colour in
        text(of: checklist, words: setting.words, width: width, colour: colour)
      }
      return .done
    }
    guard
      checklist.controls.contains(where: { $0.id.rawValue.lowercased() == control.lowercased() })
    else {
      throw UserError(
        "show.unknown", ["control": cleaned(control), "checklist": checklist.id], status: .usage)
    }
    try await setting.showPaged { width, colour in
      text(of: control, in: checklist, words: setting.words, width: width, colour: colour) ?? ""
    }
    return .done
  }
}
