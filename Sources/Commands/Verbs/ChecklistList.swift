internal import Arguments
internal import ChecklistFiles
internal import Hygiene
internal import Platform

/// `saqta checklist list`: the checklists that are built in.
struct ChecklistList: Verb {
  var common = Common()

  static let name = "checklist list"
  static let arguments: [Argument<ChecklistList>] = []

  func run(in setting: Setting) async throws -> ExitStatus {
    for id in builtInChecklists() {
      let checklist = try readChecklist(
        .builtIn(id), language: setting.language, in: setting.world)
      let values = [
        "id": id, "version": checklist.version, "title": checklist.words["checklist.title"],
      ]
      let row = setting.words[
        "verb.checklist-list.row", count: checklist.controls.count, values: values]
      setting.world.output.write(row + "\n")
    }
    return .done
  }
}
