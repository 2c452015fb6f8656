internal import Hygiene
internal import Platform

extension Vault {
  /// The files that `erase` would remove.
  ///
  /// - Throws: `UserError`: `vault.no-organisation`, or a folder that cannot be read.
  public func contents(ofOrganisation alias: String) throws -> [String] {
    try contents(of: try folder(of: alias)) + pinFiles(of: alias)
  }

  /// Removes an organisation from this computer, its keys first. It works for a damaged one too.
  ///
  /// - Throws: `UserError`: `vault.no-organisation`, or a disk that refuses.
  public func erase(organisation alias: String) throws {
    let folder = try folder(of: alias)
    let pins = pinFiles(of: alias)
    // At once, whoever else may be writing here: without them nothing opens the rest.
    try eraseKeys(of: alias)
    try lockingIfPossible(folder) {
      try telling { () throws(FileProblem) in
        for path in pins + [folder] where files.exists(path) { try files.remove(path) }
      }
    }
  }

  /// The certificates last: until they go the organisation is listed, and can be erased by its alias.
  private func eraseKeys(of alias: String) throws {
    let folder = keys(of: alias)
    guard files.exists(folder) else { return }
    try telling { () throws(FileProblem) in
      for name in (try? files.list(folder)) ?? [] where !name.hasSuffix(".cert") {
        try files.remove("\(folder)/\(name)")
      }
      try files.remove(folder)
    }
  }

  /// Whoever is adding a record ends first, so that none comes into a folder that is going. What is
  /// no folder can have no lock.
  private func lockingIfPossible(_ folder: String, _ body: () throws -> Void) throws {
    guard (try? files.status(of: folder, followingLinks: false))?.kind == .folder else {
      return try body()
    }
    do {
      try files.locking(folder, body)
    } catch let problem as FileProblem {
      throw UserError(problem)
    }
  }

  /// The pin of an organisation, whose id the checkpoint knows too when the certificate is damaged.
  private func pinFiles(of alias: String) -> [String] {
    let id = (try? organisation(alias))?.id ?? checkpoint(of: alias)?.head.origin
    return [id].compactMap { $0.map(pinFile(ofID:)) }.filter(files.exists)
  }

  /// The files that `eraseDrafts` would remove.
  ///
  /// - Throws: `UserError` for a folder that cannot be read.
  public func draftContents() throws -> [String] { try contents(of: drafts) }

  /// Removes every draft, its key first.
  ///
  /// - Throws: `UserError` for a disk that refuses.
  public func eraseDrafts() throws {
    try telling { () throws(FileProblem) in
      for name in (try? files.list(drafts)) ?? [] where files.exists("\(drafts)/\(name)/key") {
        try files.remove("\(drafts)/\(name)/key")
      }
      if files.exists(drafts) { try files.remove(drafts) }
    }
  }

  /// The files that `eraseEverything` would remove.
  ///
  /// - Throws: `UserError` for a folder that cannot be read.
  public func everything() throws -> [String] { try ours.flatMap { try contents(of: $0) } }

  /// Removes all that the program keeps. What else lies in the home folder stays.
  ///
  /// - Throws: `UserError` for a disk that refuses.
  public func eraseEverything() throws {
    let aliases = try names(in: organisations)
    for alias in aliases { try eraseKeys(of: alias) }
    for alias in aliases {
      let folder = "\(organisations)/\(alias)"
      try lockingIfPossible(folder) {
        try telling { () throws(FileProblem) in try files.remove(folder) }
      }
    }
    try telling { () throws(FileProblem) in
      for folder in ours where files.exists(folder) { try files.remove(folder) }
      if files.exists(home), try files.list(home).isEmpty { try files.remove(home) }
    }
  }

  private var ours: [String] { [organisations, drafts, pins] }

  private func folder(of alias: String) throws -> String {
    let folder = "\(organisations)/\(alias)"
    guard Alias.isValid(alias), files.exists(folder) else {
      throw noOrganisation(alias)
    }
    return folder
  }

  /// Files, not folders; nothing is followed.
  private func contents(of path: String) throws -> [String] {
    guard files.exists(path) else { return [] }
    let status = try telling { () throws(FileProblem) in
      try files.status(of: path, followingLinks: false)
    }
    guard status.kind == .folder else { return [path] }
    return try names(in: path).flatMap { try contents(of: "\(path)/\($0)") }
  }
}
