internal import Hygiene
internal import Platform

/// Whether `/etc/hosts` sends names of public sites to other computers, before DNS is even asked.
///
/// Lists that send thousands of names nowhere (0.0.0.0) block advertisements and are common; the
/// same done to services that keep the computer safe is not.
///
/// A name without a dot, and one below `.local`, `.lan` and their like, is the own network's affair.
struct DeviceHosts: Check {
  let id: CheckID = "device-hosts"
  let version = 1
  let family = Family.device

  func gather(from world: World, about survey: Survey) throws -> [Observation<HostsFacts>] {
    let device = try Device(world, about: survey, evenInQubes: true)
    // Block lists have some megabytes.
    guard let text = try device.files.text("/etc/hosts", atMost: 16 << 20) else {
      throw CheckRefusal(.unknown(because: .notPresent))
    }
    return [Observation("", HostsFacts(text))]
  }

  func judge(_ facts: HostsFacts) -> Outcome {
    if facts.redirected > 0 { return facts.isWellKnown ? .problem : .concern }
    return facts.silenced.isEmpty ? .good : .concern
  }

  var examples: [(HostsFacts, Outcome)] {
    [
      (HostsFacts("127.0.0.1 localhost\n127.0.1.1 desk.example.org desk\n"), .good),
      (HostsFacts("0.0.0.0 ads.example.com\n::1 tracker.example.net\n"), .good),
      (HostsFacts("192.168.1.20 printer nas.local intranet.lan\n"), .good),
      (HostsFacts("203.0.113.9 desk.example.org # the new server\n"), .concern),
      (HostsFacts("203.0.113.9 mail.google.com accounts.google.com\n"), .problem),
      (HostsFacts("127.0.0.1 deb.debian.org security.debian.org\n"), .concern),
      (HostsFacts("203.0.113.9 notgoogle.com.example.org\n"), .concern),
    ]
  }
}

/// What `hosts(5)` fixes about names of public sites.
struct HostsFacts: Hashable, Codable, Sendable {
  /// How many names lead to another computer.
  private(set) var redirected = 0
  /// The first of them.
  private(set) var names: [Redirection] = []
  /// Services for updates and safety that lead nowhere.
  private(set) var silenced: [String] = []
  /// Whether one of the names is a service that many people log in to.
  private(set) var isWellKnown = false

  struct Redirection: Hashable, Codable, Sendable {
    let name: String
    let address: String
  }

  private static let mostNames = 6
  /// Names that never leave the own network (RFC 6761, RFC 6762, RFC 8375, and what routers use).
  private static let local: Set = [
    "local", "localdomain", "localhost", "lan", "home", "internal", "intranet", "corp", "test",
    "invalid", "arpa", "docker",
  ]
  private static let wellKnown = [
    "apple.com", "discord.com", "duckduckgo.com", "facebook.com", "github.com", "gmail.com",
    "google.com", "icloud.com", "instagram.com", "live.com", "mail.ru", "microsoft.com", "ok.ru",
    "outlook.com", "paypal.com", "proton.me", "protonmail.com", "signal.org", "skype.com",
    "t.me", "telegram.org", "tiktok.com", "torproject.org", "twitter.com", "viber.com", "vk.com",
    "whatsapp.com", "x.com", "yahoo.com", "yandex.ru", "youtube.com", "zoom.us",
  ]
  private static let protecting = [
    "debian.org", "fedoraproject.org", "letsencrypt.org", "mozilla.com", "mozilla.org",
    "safebrowsing.google.com", "safebrowsing.googleapis.com", "signal.org", "snapcraft.io",
    "torproject.org", "ubuntu.com",
  ]

  init(_ text: String) {
    for line in text.lines {
      let words = line.prefix { $0 != "#" }.trimmed.fields
      guard words.count > 1, let address = IPAddress(String(words[0])) else { continue }
      for word in words.dropFirst() { add(word.lowercased(), at: address) }
    }
  }

  private mutating func add(_ name: String, at address: IPAddress) {
    let labels = name.split(separator: ".")
    guard labels.count > 1, let last = labels.last, !Self.local.contains(String(last)) else {
      return
    }
    let isNowhere = address.isLoopback || address.bytes.allSatisfy { $0 == 0 }
    if isNowhere {
      guard Self.protecting.contains(where: { name.isBelow($0) }),
        silenced.count < Self.mostNames, !silenced.contains(name)
      else { return }
      silenced.append(cleaned(name))
      return
    }
    redirected += 1
    let known = Self.wellKnown + Self.protecting
    if known.contains(where: { name.isBelow($0) }) { isWellKnown = true }
    guard names.count < Self.mostNames else { return }
    names.append(Redirection(name: cleaned(name), address: address.description))
  }
}

extension String {
  /// Whether a name in DNS is the other one or stands below it.
  fileprivate func isBelow(_ domain: String) -> Bool { self == domain || hasSuffix("." + domain) }
}
