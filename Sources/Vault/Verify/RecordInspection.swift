internal import Hygiene
internal import OpenSSL
internal import Platform

/// Looks at every record: those that the ledger lists, and what else lies beside them.
struct RecordInspection {
  private let vault: Vault
  private let organisation: Organisation
  private let key: UnlockedKey?
  private let ledger: Ledger
  private var findings: [Verification.Finding] = []
  /// Places in `findings` of records that this key does not open, and their hashes.
  private var closed: [(place: Int, hash: String)] = []
  private var state = OrganisationState()
  private var visited: Set<String> = []
  private var earlier: Set<String> = []
  private var clock: ClockWatch

  /// Whether a record came after one that the ledger does not have before it.
  private(set) var knowsMore = false
  /// Whether some records are sealed to a key that is not here any more.
  private(set) var hasClosed = false

  init(
    _ vault: Vault, _ organisation: Organisation, with key: UnlockedKey?, ledger: Ledger
  ) {
    (self.vault, self.organisation, self.key) = (vault, organisation, key)
    self.ledger = ledger
    clock = ClockWatch(now: vault.world.clock.now)
  }

  /// Of the listed records that opened.
  var oddTimes: Int { clock.odd }

  mutating func run() throws -> [Verification.Finding] {
    let look = look
    vault.inBatches(ledger.hashes, { look.atListed($0) }) { hash, found in
      judgeListed(hash, found)
    }
    let names = try vault.names(in: vault.records(of: organisation.alias))
    vault.inBatches(names.filter { !visited.contains($0) }, { look.atUnlisted($0) }) {
      name, found in
      judgeUnlisted(name, found)
    }
    judgeClosed()
    return findings
  }

  private var look: RecordLook { RecordLook(vault: vault, organisation: organisation, key: key) }

  private mutating func judgeListed(_ hash: String, _ found: RecordLook.Found) {
    let name = recordName(ofHash: OpenSSL.bytes(hex: hash) ?? [])
    visited.insert(name)
    defer { earlier.insert(hash) }
    switch found {
    case .unreadable(let reason):
      find(name, reason == .isNotThere ? .missing : .altered, reason)
    case .strangeName, .otherBytes: find(name, .altered, .hasOtherBytes)
    case .notSealed: find(name, .foreign, .isNotSealed)
    case .sealed(let hash, let content): judge(content, hash, name, else: (.fine, .asListed))
    }
  }

  private mutating func judgeUnlisted(_ name: String, _ found: RecordLook.Found) {
    switch found {
    case .strangeName: find(name, .foreign, .reason(forStray: name))
    case .unreadable(let reason): find(name, .foreign, reason)
    case .otherBytes: find(name, .altered, .hasOtherBytes)
    case .notSealed: find(name, .foreign, .isNotSealed)
    case .sealed(let hash, let content):
      judge(content, hash, name, else: (.unlisted, .isUnlisted))
    }
  }

  /// One that opens, or that nobody can open here, gets `verdict`.
  private mutating func judge(
    _ content: RecordLook.Content, _ hash: String, _ name: String,
    else verdict: (Verification.Verdict, Verification.Reason)
  ) {
    switch content {
    case .unopened: find(name, verdict.0, verdict.1)
    case .open(let entry):
      // Of the others nothing is asked later, and years of their figures would take much memory.
      if case .epoch = entry.event { state.apply(entry) }
      if verdict.0 == .fine { clock.look(at: entry.header.claimedTime) }
      // What nobody signed knows nothing; one that pretends to is no witness.
      if let prev = entry.header.prev, entry.isSigned, verdict.0 == .fine,
        !earlier.contains(prev)
      {
        knowsMore = true
      }
      find(name, verdict.0, verdict.1)
    case .tooNew: find(name, verdict.0, verdict.0 == .fine ? .isTooNew : verdict.1)
    case .notByKeyHolder: find(name, .foreign, .isNotByKeyHolder)
    case .closed:
      closed.append((findings.count, hash))
      find(name, verdict.0, verdict.1)
    }
  }

  /// A record that does not open is foreign, unless its key may be one that was destroyed.
  private mutating func judgeClosed() {
    let isKeyGone = (key?.keys.count ?? 0) < organisation.epoch
    // What a key epoch carried over is ours for certain; before it carried, a listed one gets the
    // doubt.
    let isDoubtful = isKeyGone && !state.carriedEpochs.contains(organisation.epoch)
    for (place, hash) in closed {
      let found = findings[place]
      let isOurs = state.knows(hash) || (isDoubtful && found.verdict == .fine)
      findings[place] =
        isOurs
        ? .init(
          file: found.file, verdict: found.verdict,
          reason: found.verdict == .fine ? .keyIsGone : found.reason)
        : .init(file: found.file, verdict: .foreign, reason: .hasOtherKey)
      if isOurs { hasClosed = true }
    }
  }

  private mutating func find(
    _ name: String, _ verdict: Verification.Verdict, _ reason: Verification.Reason
  ) {
    findings.append(.init(file: "records/\(name)", verdict: verdict, reason: reason))
  }
}

/// Counts times that no right clock can have given, one record after the other.
private struct ClockWatch {
  /// A report may be handed over months after it was made; a wrong clock is off by years.
  private static let latest = 366 * 86_400
  /// Two right clocks may be in different time zones by mistake.
  private static let ahead = 2 * 86_400

  let now: Timestamp
  private(set) var odd = 0
  private var newest = Int.min

  init(now: Timestamp) { self.now = now }

  mutating func look(at time: Timestamp) {
    let seconds = time.secondsSinceEpoch
    if seconds > now.secondsSinceEpoch + ClockWatch.ahead {
      odd += 1
    } else if newest != .min, seconds < newest - ClockWatch.latest {
      odd += 1
    } else {
      newest = max(newest, seconds)
    }
  }
}
