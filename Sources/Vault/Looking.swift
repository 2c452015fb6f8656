public import Hygiene
internal import OpenSSL
internal import Platform

extension Vault {
  /// The organisation in whose records a file lies; nil for a file from elsewhere.
  public func alias(holding path: String) -> String? {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    guard let real = try? files.realPath(folder), let aliases = try? aliases() else { return nil }
    return aliases.first { (try? files.realPath(records(of: $0))) == real }
  }

  /// Refuses a file that cannot be a sealed record, before anybody types a passphrase for it.
  ///
  /// - Throws: `UserError`, as `open` does.
  public func requireSealed(file path: String) throws {
    let refusal = UserError(
      "vault.cannot-open", ["file": cleaned(path)], status: .refused)
    do {
      guard SealedRecord(try files.read(path, atMost: SealedRecord.largestFile)) != nil else {
        throw refusal
      }
    } catch let problem as FileProblem {
      throw problem.kind == .tooLarge ? refusal : UserError(problem)
    }
  }

  /// What only the key-holder may read about the organisation; nil when no record says it.
  ///
  /// - Throws: `UserError` for a ledger that cannot be read. A record that does not open is passed
  ///   over: `verify` is for those.
  public func facts(
    of organisation: Organisation, with key: UnlockedKey
  ) throws -> OrganisationFacts? {
    // The latest counts, so from the end.
    let hashes = Array(try ledger(of: organisation.alias).hashes.reversed())
    var facts: OrganisationFacts?
    inBatches(hashes, { entry($0, of: organisation, with: key)?.event }, until: { facts != nil }) {
      guard facts == nil else { return }
      switch $0 {
      case .facts(let found): facts = found
      case .epoch(let epoch): facts = epoch.facts
      default: break
      }
    }
    if let facts { return facts }
    // A vault from before there was a ledger.
    for path in try records(of: organisation) {
      if case .facts(let facts)? = try? open(file: path, with: key).event { return facts }
    }
    return nil
  }
}
