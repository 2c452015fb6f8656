internal import Arguments
internal import Documents
internal import Hygiene
internal import Platform
internal import Vault

/// `saqta org list`: the organisations on this computer, by alias, and whether it can open reports.
struct OrgList: Verb {
  struct Row: Codable {
    let alias: String
    let canOpen: Bool
    let records: Int
  }

  var common = Common()
  var json = false

  static let name = "org list"
  static let arguments: [Argument<OrgList>] = [.flag("--json", \.json)]

  func run(in setting: Setting) async throws -> ExitStatus {
    let vault = setting.vault
    let rows = try vault.aliases().map { alias in
      let organisation = try vault.organisation(alias)
      return Row(
        alias: alias, canOpen: organisation.canOpen,
        records: try vault.records(of: organisation).count)
    }
    if json {
      setting.world.output.write(
        String(decoding: try Documents.encode(rows), as: UTF8.self) + "\n")
    } else if rows.isEmpty {
      setting.say("org.list-empty")
    } else {
      for row in rows {
        let kind = setting.words[row.canOpen ? "org.can-open" : "org.can-only-seal"]
        let count = setting.words["org.records", ["count": String(row.records)]]
        setting.world.output.write("\(row.alias): \(kind), \(count)\n")
      }
    }
    return .done
  }
}
