internal import Documents
internal import Hygiene
internal import Interview
internal import Platform
internal import Vault

/// What a draft holds: enough to go on where the person stopped.
struct DraftContent: Codable {
  let checklist: String
  let organisation: String
  let state: InterviewState
  let round: String?
}

/// The sealed draft of one audit, or none when the person gave no passphrase for pausing.
final class KeptDraft: Sendable {
  private let draft: Draft?
  private let checklist: Checklist
  private let organisation: String
  private let round: String?

  init(_ draft: Draft?, checklist: Checklist, organisation: String, round: String?) {
    (self.draft, self.checklist) = (draft, checklist)
    (self.organisation, self.round) = (organisation, round)
  }

  /// Asks for a passphrase for pausing; Enter alone means that nothing is kept.
  static func begin(for audit: OneAudit, at state: InterviewState) async throws -> KeptDraft {
    let dialogue = audit.setting.dialogue
    dialogue.say("draft.explain")
    let passphrase = try await dialogue.newPassphrase("draft.passphrase")
    if passphrase.isEmpty { dialogue.say("draft.none") }
    let draft =
      try passphrase.isEmpty ? nil : audit.setting.vault.beginDraft(passphrase: passphrase)
    let kept = KeptDraft(
      draft, checklist: audit.checklist, organisation: audit.organisation.alias,
      round: audit.round)
    try kept.keep(state)
    return kept
  }

  func keep(_ state: InterviewState) throws {
    guard let draft else { return }
    let content = DraftContent(
      checklist: checklist.id, organisation: organisation, state: state,
      round: round)
    try draft.save(try Documents.encode(content))
  }

  func destroy() throws { try draft?.destroy() }

  func sayHowToGoOn(in setting: Setting) {
    setting.say(draft == nil ? "draft.not-kept" : "draft.kept")
  }
}
