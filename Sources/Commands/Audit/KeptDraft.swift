internal import Documents
internal import Hygiene
internal import Interview
internal import Platform
internal import Vault

/// What a draft holds: enough to go on where the person stopped.
struct DraftContent: Codable {
  let checklist: String
  let organisation: String
  /// The certificates of those to whom the report is sealed besides; absent when there are none.
  let also: [[UInt8]]?
  let reduced: Bool?
  let state: InterviewState
  let round: String?
}

/// The sealed draft of one audit, or none when the person gave no passphrase for pausing.
final class KeptDraft: Sendable {
  private let draft: Draft?
  /// Nobody at another terminal may go on with it meanwhile.
  private let hold: HeldFolder?
  private let audit: OneAudit

  init(_ draft: Draft?, _ hold: HeldFolder?, of audit: OneAudit) {
    (self.draft, self.hold, self.audit) = (draft, hold, audit)
  }

  /// Asks for a passphrase for pausing; Enter alone means that nothing is kept.
  static func begin(for audit: OneAudit, at state: InterviewState) async throws -> KeptDraft {
    let dialogue = audit.setting.dialogue
    dialogue.say("draft.explain")
    let passphrase = try await dialogue.newPassphrase("draft.passphrase")
    if passphrase.isEmpty { dialogue.say("draft.none") }
    let draft =
      try passphrase.isEmpty ? nil : audit.setting.vault.beginDraft(passphrase: passphrase)
    let hold = try draft.map { try audit.setting.vault.holdDraft($0.name) }
    let kept = KeptDraft(draft, hold, of: audit)
    try kept.keep(state)
    return kept
  }

  func keep(_ state: InterviewState) throws {
    guard let draft else { return }
    let content = DraftContent(
      checklist: audit.checklist.id, organisation: audit.organisation.alias,
      also: audit.others.isEmpty ? nil : audit.others.map(\.certificate),
      reduced: audit.reducesForOthers ? true : nil, state: state,
      round: audit.round)
    try draft.save(try Documents.encode(content))
  }

  func destroy() throws { try draft?.destroy() }

  func sayHowToGoOn(in setting: Setting) {
    guard let draft else { return setting.say("draft.not-kept") }
    if draft.isThere { setting.say("draft.kept") }
  }
}
