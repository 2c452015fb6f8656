internal import Arguments
internal import ChecklistFiles
internal import Platform

/// `saqta checklist new`: a small valid example to start from.
struct ChecklistNew: Verb {
  var common = Common()
  var folder: String?

  static let name = "checklist new"
  static let arguments: [Argument<ChecklistNew>] = [.operand("DIR", \.folder)]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard let folder else { throw missing("DIR") }
    try writeExample(to: folder, in: setting.world)
    setting.world.output.write("\(folder)\n")
    return .done
  }
}
