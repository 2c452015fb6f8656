internal import Arguments
internal import ChecklistFiles
internal import Platform

/// `saqta checklist texts`: texts for translators, as gettext PO, and back.
struct ChecklistTexts: Verb {
  var common = Common()
  var checklist: String?
  var language: String?
  var toPO = false
  var fromPO: String?

  static let name = "checklist texts"
  static let arguments: [Argument<ChecklistTexts>] = [
    .operand("CHECKLIST", \.checklist),
    .operand("CODE", \.language),
    .flag("--po", \.toPO),
    .option("--from-po", "FILE", \.fromPO),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard let checklist else { throw missing("CHECKLIST") }
    guard let language else { throw missing("CODE") }
    let source = checklistSource(checklist)
    switch (toPO, fromPO) {
    case (true, nil):
      setting.world.output.write(
        try poFile(of: source, language: language, in: setting.world))
    case (false, let file?):
      let texts = try convertPO(file, for: source, language: language, in: setting.world)
      setting.world.output.write(texts.yaml)
      setting.say("texts.converted", ["count": String(texts.translated)])
      if texts.leftOut > 0 { setting.say("texts.left-out", ["count": String(texts.leftOut)]) }
    default: throw UserError("texts.which-way", status: .usage)
    }
    return .done
  }
}
