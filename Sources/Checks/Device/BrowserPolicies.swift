internal import Documents
internal import Hygiene
internal import Platform

/// What an administrator, or a program that was one for a moment, has ordered a browser to do.
struct BrowserPolicies: Sendable {
  /// The object `policies` of each policies.json of Firefox (mozilla.github.io/policy-templates).
  let firefox: [[String: Fact]]
  /// Each file of Chromium and its relatives (chromeenterprise.google/policies).
  let chromium: [[String: Fact]]
  /// Whether every file that is there could be read and understood.
  let isComplete: Bool

  private static let largest = 1 << 20
  private static let firefoxFiles =
    [
      "/etc/firefox/policies", "/etc/firefox-esr/policies", "/usr/lib/firefox/distribution",
      "/usr/lib64/firefox/distribution", "/usr/lib/firefox-esr/distribution",
      "/usr/share/firefox/distribution", "/usr/share/firefox-esr/distribution",
      "/opt/firefox/distribution",
      "/var/lib/flatpak/extension/org.mozilla.firefox.systemconfig/x86_64/stable/policies",
      "/var/lib/flatpak/extension/org.mozilla.firefox.systemconfig/aarch64/stable/policies",
    ].map { "\($0)/policies.json" }
  private static let chromiumFolders = [
    "/etc/opt/chrome/policies", "/etc/chromium/policies", "/etc/chromium-browser/policies",
    "/etc/opt/edge/policies", "/etc/brave/policies", "/etc/vivaldi/policies",
  ].flatMap { ["\($0)/managed", "\($0)/recommended"] }

  init(_ files: SystemFiles) {
    var isComplete = true
    func object(at path: String) -> [String: Fact]? {
      do {
        guard let bytes = try files.bytes(path, atMost: Self.largest) else { return nil }
        if case .object(let members) = try Documents.decode(Fact.self, from: bytes) {
          return members
        }
      } catch {}
      isComplete = false
      return nil
    }
    firefox = Self.firefoxFiles.compactMap { path in
      guard let object = object(at: path) else { return nil }
      guard case .object(let policies) = object["policies"] else {
        isComplete = false
        return nil
      }
      return policies
    }
    chromium = Self.chromiumFolders.flatMap { folder in
      guard let names = try? files.names(in: folder) else {
        isComplete = false
        return [[String: Fact]]()
      }
      return names.filter { $0.hasSuffix(".json") }.compactMap { object(at: "\(folder)/\($0)") }
    }
    self.isComplete = isComplete
  }

  /// The certificates that Firefox is to install: names or paths of files.
  var firefoxCertificates: [String] {
    firefox.flatMap { $0["Certificates"]?["Install"]?.texts ?? [] }
  }

  /// Whether a policy gives authorities to Chromium itself; they stand in it as base64.
  var hasChromiumCertificates: Bool {
    let names = ["CACertificates", "CACertificatesWithConstraints"]
    return chromium.contains { policies in
      names.contains { if case .list(let list) = policies[$0] { !list.isEmpty } else { false } }
    }
  }
}

extension Fact {
  /// A member of an object; nil for anything else.
  subscript(_ name: String) -> Fact? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The texts of a list.
  var texts: [String] {
    if case .list(let members) = self { members.compactMap(\.text) } else { [] }
  }
}
