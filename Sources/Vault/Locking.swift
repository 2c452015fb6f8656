internal import Hygiene
internal import Platform

extension Vault {
  /// The organisation as it is now: since it was looked up, somebody may have given it a new key.
  ///
  /// - Throws: `UserError`, `vault.no-organisation` when it was erased, even if another one has its
  ///   alias now.
  public func current(_ organisation: Organisation) throws -> Organisation {
    let now = try self.organisation(organisation.alias)
    guard now.id == organisation.id else { throw noOrganisation(organisation.alias) }
    return now
  }

  /// Does something with the organisation as it is now, while no other saqta changes it.
  ///
  /// - Throws: `UserError`, as `current`; what `body` throws.
  func locking<Result>(
    _ organisation: Organisation, _ body: (Organisation) throws -> Result
  ) throws -> Result {
    try locking(organisation.alias) { try body(try current(organisation)) }
  }

  /// Does something while no other saqta changes what lies under the alias.
  func locking<Result>(_ alias: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try files.locking("\(organisations)/\(alias)", body)
    } catch let problem as FileProblem {
      throw problem.kind == .missing ? noOrganisation(alias) : UserError(problem)
    }
  }

  /// Refuses to go on with a key that was destroyed since it was unlocked: what it alone opens would
  /// be closed for ever as soon as we end.
  func requireKeys(_ key: UnlockedKey, of organisation: Organisation) throws {
    let isHere = key.epochs.allSatisfy { epoch in
      KeyKind.allCases.contains { files.exists(keyPath(organisation.alias, epoch, $0)) }
    }
    guard isHere else { throw rotatedMeanwhile(organisation.alias) }
  }

  func rotatedMeanwhile(_ alias: String) -> UserError {
    UserError("vault.rotated-meanwhile", ["alias": alias], status: .usage)
  }

  func noOrganisation(_ alias: String) -> UserError {
    UserError("vault.no-organisation", ["alias": cleaned(alias)], status: .usage)
  }
}
