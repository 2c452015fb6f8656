internal import Arguments
internal import Documents
internal import Hygiene
internal import Interview
internal import Platform
internal import Vault

/// `saqta resume`: goes on with a paused audit.
struct Resume: Verb {
  var common = Common()
  var options = AuditOptions()

  static let name = "resume"
  static let arguments: [Argument<Resume>] = AuditOptions.arguments.map { $0.lifted(\.options) }

  func run(in setting: Setting) async throws -> ExitStatus {
    let wish = try options.wish()
    guard setting.world.terminal.isInteractive else {
      throw UserError("resume.no-terminal", status: .usage)
    }
    let checklist = try setting.checklist(options.checklist)
    let survey = try options.survey(in: setting)
    let name = try await chosenDraft(in: setting)
    let hold = try setting.vault.holdDraft(name)
    let (draft, content) = try await reopened(name, in: setting)
    guard content.checklist == checklist.id else {
      throw UserError("resume.other-checklist", status: .usage)
    }
    let organisation = try setting.vault.organisation(content.organisation)
    let kept = try (content.also ?? []).map { try setting.vault.recipient(certificate: $0) }
    let others = try options.others(than: organisation, besides: kept, in: setting)
    let audit = OneAudit(
      setting: setting, checklist: checklist, organisation: organisation, others: others,
      reducesForOthers: options.reduced || content.reduced == true, survey: survey, wish: wish,
      makesChecks: !options.noChecks, out: options.out, round: options.roundName ?? content.round)
    return try await audit.interview(
      from: content.state, keeping: KeptDraft(draft, hold, of: audit))
  }

  private func reopened(
    _ name: String, in setting: Setting
  ) async throws -> (Draft, DraftContent) {
    let passphrase = try await setting.dialogue.passphrase("resume.passphrase")
    let (draft, bytes) = try setting.vault.reopenDraft(name, passphrase: passphrase)
    guard let content = try? Documents.decode(DraftContent.self, from: bytes) else {
      throw UserError("resume.damaged", status: .refused)
    }
    return (draft, content)
  }

  /// What a draft is about shows only when it is open, so several are told apart by number.
  private func chosenDraft(in setting: Setting) async throws -> String {
    let names = try setting.vault.draftNames()
    guard let first = names.first else { throw UserError("resume.none", status: .usage) }
    if names.count == 1 { return first }
    let labels = names.indices.map {
      setting.words["resume.one", ["number": String($0 + 1)]]
    }
    return names[try await setting.dialogue.choose("resume.which", from: labels)]
  }
}
