internal import Arguments
internal import Checks
internal import Hygiene
internal import Platform

/// The options of every verb that measures the network.
struct NetworkOptions: Sendable {
  var mayUseNetwork = false
  var noNetwork = false
  var plan = false
  var level: Int?
  var encryptedDNS: [String] = []
  var pace: String?
  var publicRoots: String?
  var interceptors: String?

  static let arguments: [Argument<NetworkOptions>] = [
    .flag("--network", \.mayUseNetwork),
    .flag("--no-network", \.noNetwork),
    .flag("--plan", \.plan),
    .option("--level", "1-4", \.level),
    .options("--encrypted-dns", "NAME@ADDRESS", \.encryptedDNS),
    .option("--pace", "calm|none", \.pace),
    .option("--public-roots", "FILE", \.publicRoots),
    .option("--interceptors", "FILE", \.interceptors),
  ]

  /// What the person says about the network by the options, or by having named a network check
  /// where nobody can be asked.
  func wish(isNamed: Bool, in setting: Setting) throws -> NetworkWish {
    let isAskedFor = isNamed && !setting.world.terminal.isInteractive
    return try NetworkWish(may: mayUseNetwork || (isAskedFor && !noNetwork), mustNot: noNetwork)
  }

  /// `usual` is the level when none is named.
  ///
  /// - Throws: `UserError` for a value that is none, and what reading a file throws.
  func settings(in world: World, usual: NetworkLevel = .own) throws -> NetworkSettings {
    var settings = NetworkSettings()
    settings.level = usual
    if let level {
      guard let known = NetworkLevel(rawValue: level) else {
        throw UserError("network.no-level", ["level": "\(level)"], status: .usage)
      }
      settings.level = known
    }
    if !encryptedDNS.isEmpty {
      settings.encryptedResolvers =
        encryptedDNS == ["none"] ? [] : try encryptedDNS.map(encryptedResolver)
    }
    if let pace {
      guard pace == "calm" || pace == "none" else {
        throw UserError("network.no-pace", ["pace": cleaned(pace, atMost: 40)], status: .usage)
      }
      settings.spacing = pace == "none" ? .none : .calm
    }
    if let publicRoots {
      let keys = keysOfCertificates(inPEM: try bytes(of: publicRoots, world))
      guard !keys.isEmpty else { throw noCertificates(publicRoots) }
      settings.publicRoots = PublicRoots(keys: keys)
    }
    if let interceptors {
      let pem = try bytes(of: interceptors, world)
      guard let all = Interceptors.builtIn.adding(pem: pem) else {
        throw noCertificates(interceptors)
      }
      settings.interceptors = all
    }
    return settings
  }

  /// `NAME@ADDRESS`, `NAME@ADDRESS:PORT` or the name of a provider that is known.
  private func encryptedResolver(_ text: String) throws -> EncryptedResolver {
    switch text {
    case "cloudflare": return .cloudflare
    case "quad9": return .quad9
    case "google": return .google
    default: break
    }
    let parts = text.split(separator: "@", maxSplits: 1)
    let marker: UInt16 = 0
    guard parts.count == 2, let name = try? Hostname(String(parts[0])),
      let endpoint = try? Endpoint(String(parts[1]), defaultPort: marker)
    else {
      throw UserError(
        "network.no-encrypted-resolver", ["text": cleaned(text, atMost: 80)], status: .usage)
    }
    return EncryptedResolver(
      name: name.description, addresses: [endpoint.address],
      port: endpoint.port == marker ? nil : endpoint.port)
  }

  private func bytes(of path: String, _ world: World) throws -> [UInt8] {
    try world.files.read(path, atMost: 4 << 20, followingLinks: true)
  }

  private func noCertificates(_ path: String) -> UserError {
    UserError("network.no-certificates", ["file": path], status: .refused)
  }
}
