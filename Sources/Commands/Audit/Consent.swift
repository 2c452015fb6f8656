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
      show(contacts) { setting.world.output.complain($0) }
      if wish != .allowed { setting.say("consent.nobody-to-ask") }
      return wish == .allowed
    }
    show(contacts) { setting.world.terminal.show($0) }
    let labels = ["consent.yes", "consent.no", "consent.never"].map { setting.words[$0] }
    switch try await setting.dialogue.choose("consent.question", from: labels) {
    case 0: return true
    case 1: return false
    default:
      try choice.rememberNo()
      return false
    }
  }

  private func show(_ contacts: [Contact], by write: (String) -> Void) {
    let words = setting.words
    write(words["consent.plan"] + "\n")
    for visible in [Contact.Visible.name, .connection] {
      let hosts = contacts.filter { $0.visible == visible }
      guard !hosts.isEmpty else { continue }
      write("\n" + words["consent.\(visible.rawValue)"] + "\n")
      for contact in hosts { write("  \(cleaned(contact.host)), \(contact.port)\n") }
    }
    write("\n" + words["consent.watcher"] + "\n")
  }
}
