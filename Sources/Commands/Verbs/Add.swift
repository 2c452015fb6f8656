internal import Arguments
internal import Hygiene
internal import Platform
internal import Vault

/// `saqta add`: takes sealed reports that somebody handed over into the organisation's vault.
struct Add: Verb {
  var common = Common()
  var files: [String] = []
  var organisation: String?
  var passphraseDescriptor: Int32?

  static let name = "add"
  static let arguments: [Argument<Add>] = [
    .operands("FILE", \.files),
    .option("--org", "ALIAS", \.organisation),
    .option("--passphrase-fd", "N", \.passphraseDescriptor),
  ]

  func run(in setting: Setting) async throws -> ExitStatus {
    guard !files.isEmpty else { throw missing("FILE") }
    let paths = try files.flatMap { try sealedFiles(at: $0, in: setting) }
    guard !paths.isEmpty else {
      throw UserError(
        "add.nothing", ["file": cleaned(files.joined(separator: ", "))], status: .usage)
    }
    let organisation = try await setting.organisation(organisation)
    let key = try await setting.unlock(organisation, descriptor: passphraseDescriptor)
    let results = try setting.vault.takeIn(paths, into: organisation, with: key)
    var status = ExitStatus.done
    for (path, result) in zip(paths, results) {
      if !tell(path, result, in: setting) { status = .refused }
    }
    let added = results.count { if case .added = $0 { true } else { false } }
    setting.say("add.done", ["count": String(added), "all": String(paths.count)])
    return status
  }

  /// The file itself, or what a folder and the folders in it hold of sealed files.
  private func sealedFiles(at path: String, in setting: Setting) throws -> [String] {
    let files = setting.world.files
    guard try files.status(of: path, followingLinks: true).kind == .folder else { return [path] }
    return try files.list(path).flatMap { name -> [String] in
      let inner = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
      switch try files.status(of: inner, followingLinks: false).kind {
      case .folder: return try sealedFiles(at: inner, in: setting)
      case .regular: return name.hasSuffix(".cms") ? [inner] : []
      default: return []
      }
    }
  }

  /// Says what became of a file; false when it was refused.
  private func tell(_ path: String, _ result: TakenIn, in setting: Setting) -> Bool {
    let file = ["file": cleaned(path)]
    switch result {
    case .added(let place): setting.world.output.write("\(place)\n")
    case .known: setting.say("add.known", file)
    case .restored: setting.say("add.restored", file)
    case .sameReport: setting.say("add.same-report", file)
    case .refused(let error):
      setting.world.output.complain(
        "saqta: \(setting.words[error.message])\n")
      return false
    }
    return true
  }
}
