internal import Arguments
internal import Hygiene
internal import Interview
internal import Platform
internal import Reports
internal import Vault

/// `saqta history`: progress from round to round, for the key-holder.
struct ShowHistory: Verb {
  var common = Common()
  var organisation: String?
  var checklist: String?
  var json = false
  var csv = false
  var passphraseDescriptor: Int32?

  static let name = "history"
  static let arguments: [Argument<ShowHistory>] = [
    .option("--org", "ALIAS", \.organisation),
    .option("--checklist", "DIR", \.checklist),
    .flag("--json", \.json),
    .flag("--csv", \.csv),
    .option("--passphrase-fd", "N", \.passphraseDescriptor),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard !(json && csv) else { throw UserError("history.two-formats", status: .usage) }
    let named = try checklist.map { try setting.checklist($0) }
    let organisation = try await setting.organisation(organisation)
    let key = try await setting.unlock(organisation, descriptor: passphraseDescriptor)
    var past = Past(named: named, in: setting)
    let passedOver = try setting.vault.eachPastEvent(of: organisation, with: key) { event in
      if case .audit(let audit, _) = event { past.add(audit) }
    }
    past.sayWhatIsLeftOut(passedOver: passedOver)
    try await show(past, in: setting)
    return .done
  }

  private func show(_ past: Past, in setting: Setting) async throws {
    let history = past.shown
    let output = setting.world.output
    if json {
      output.write(String(decoding: try Reports.json(of: history), as: UTF8.self))
    } else if csv {
      setting.say("history.not-encrypted")
      output.write(Reports.csv(of: history))
    } else {
      let words = past.words
      let hasChart = setting.rendering.style == .inline
      try await setting.showPaged { width, colour in
        text(of: history, words: words, width: width, chart: hasChart, colour: colour)
      }
    }
  }
}

/// The audits of the vault, apart by checklist.
private struct Past {
  private let setting: Setting
  /// The checklist that the person named.
  private let named: Checklist?
  private var histories: [String: History] = [:]
  private var last: String?
  private var practice = 0

  init(named: Checklist?, in setting: Setting) { (self.named, self.setting) = (named, setting) }

  mutating func add(_ audit: PastAudit) {
    guard !audit.practice else {
      practice += 1
      return
    }
    let id = audit.checklist
    last = id
    let successors = histories[id] == nil ? known(id)?.successors ?? [:] : [:]
    histories[id, default: History(of: id, successors: successors)].add(audit)
  }

  /// Audits by the checklist that was named, or by that of the last audit.
  var shown: History {
    let id = named?.id ?? last ?? "newsroom"
    return histories[id] ?? History(of: id)
  }

  var words: Words {
    known(shown.checklist).map { $0.words.joined(with: setting.words) } ?? setting.words
  }

  private func known(_ id: String) -> Checklist? {
    if let named, named.id == id { return named }
    return setting.builtInChecklist(id)
  }

  func sayWhatIsLeftOut(passedOver: Int) {
    let others = histories.values.filter { $0.checklist != shown.checklist }
    let audits = others.reduce(0) { $0 + $1.rounds.reduce(0) { $0 + $1.audits } }
    let names = others.map { cleaned($0.checklist) }.sorted().joined(separator: ", ")
    setting.say("history.passed-over", count: passedOver)
    setting.say("history.practice", count: practice)
    setting.say("history.other-checklists", count: audits, ["checklists": names])
  }
}
