/// How the checks of the network are to be made. The person's choices; every default is what the
/// plan before the first packet says.
public struct NetworkSettings: Sendable {
  public var level = NetworkLevel.own
  /// The witness whose answers nobody on the way can forge; the first that works is used. Empty: no
  /// encrypted DNS.
  public var encryptedResolvers = EncryptedResolver.builtIn
  /// Whose certificates prove a site.
  public var publicRoots = PublicRoots.builtIn
  /// Whose certificates prove an interception.
  public var interceptors = Interceptors.builtIn
  public var spacing = Spacing.calm
  /// How pages that censors send can be told.
  public var fingerprints = Fingerprints.builtIn
  /// What an earlier run saw, or somebody elsewhere.
  public var references = References.none
  /// A neutral name that is sent in turn with one that was cut.
  public var controlName = "example.org"

  public init() {}
}

/// How much a network check may ask, and so what a watcher may see of it. Each level holds those
/// below.
public enum NetworkLevel: Int, Hashable, Sendable, CaseIterable, Comparable, Codable {
  /// Own and neutral names.
  case own = 1
  /// A list of names.
  case list
  /// A listed name and a neutral one in turn at one address, again and again.
  case differential
  /// Unusual packets: with a short life, to addresses where nobody is, and questions about the
  /// resolver itself.
  case probing

  public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}

/// How long to wait between the beginnings of measurements of names that are not the organisation's
/// own: many sensitive names within seconds are the unmistakable mark of an audit.
public enum Spacing: Hashable, Sendable {
  /// Half a second to three.
  case calm
  /// As fast as it goes; for laboratories and for lists that give nobody away.
  case none
}
