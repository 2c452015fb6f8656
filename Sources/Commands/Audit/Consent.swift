internal import Checks
internal import Hygiene
internal import Interview
internal import Platform

/// What the command line says about the network.
enum NetworkWish: Sendable {
  case ask, allowed, forbidden

  /// - Throws: `UserError` when both were said.
  init(may: Bool, mustNot: Bool) throws {
    if may && mustNot { throw UserError("usage.network-both", status: .usage) }
    self = mustNot ? .forbidden : may ? .allowed : .ask
  }
}

/// Nobody is contacted before the person saw who that is, and what a watcher sees of it.
struct Consent {
  let wish: NetworkWish
  let setting: Setting

  private var choice: RememberedChoice { RememberedChoice(setting) }

  /// True when the checks may send something.
  func obtain(for checks: [any Checks.Check], about survey: Survey) async throws -> Bool {
    let contacts = checks.contacts(for: survey, in: setting.world)
    guard !contacts.isEmpty, wish != .forbidden else { return false }
    if wish == .ask, choice.isNo {
      setting.say("consent.remembered-no")
      return false
    }
    guard setting.world.terminal.isInteractive, wish == .ask else {
      show(contacts, say: { setting.say($0) }, list: setting.world.output.complain)
      if wish != .allowed { setting.say("consent.nobody-to-ask") }
      return wish == .allowed
    }
    show(contacts, say: { setting.dialogue.say($0) }, list: setting.world.terminal.show)
    let labels = ["consent.yes", "consent.no", "consent.never"].map { setting.words[$0] }
    switch try await setting.dialogue.choose("consent.question", from: labels) {
    case 0: return true
    case 1: return false
    default:
      try choice.rememberNo()
      return false
    }
  }

  /// Prints what `obtain` would show, and asks nobody.
  func showPlan(for checks: [any Checks.Check], about survey: Survey) {
    let contacts = checks.contacts(for: survey, in: setting.world)
    let output = setting.world.output
    guard !contacts.isEmpty else {
      output.write(setting.words["consent.nobody"] + "\n")
      return
    }
    show(
      contacts,
      say: { output.write(wrapped(setting.words[$0], width: 80).joined(separator: "\n") + "\n") },
      list: output.write)
  }

  private func show(
    _ contacts: [Contact], say: (String) -> Void, list: (String) -> Void
  ) {
    say("consent.plan")
    for visible in Contact.Visible.allCases {
      let hosts = contacts.filter { $0.visible == visible }
      guard !hosts.isEmpty else { continue }
      list("\n")
      say("consent.\(visible.rawValue)")
      for contact in hosts { list("  \(cleaned(contact.host)), \(contact.port)\n") }
    }
    list("\n")
    say("consent.watcher")
  }
}
