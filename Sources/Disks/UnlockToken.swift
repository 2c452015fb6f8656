internal import FoundationEssentials

/// A note in a LUKS2 header on how some of its slots are opened without typing their passphrase.
public struct UnlockToken: Hashable, Codable, Sendable {
  public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
    /// The computer's own TPM gives the key.
    case tpm2
    /// A server in the same network gives the key (clevis and tang), or parts of it.
    case network
    /// A FIDO2 key or a smart card that must be plugged in.
    case hardware
    /// A long generated passphrase that somebody keeps on paper.
    case recovery
    /// A kind that this version does not know.
    case other
  }
  public let kind: Kind
  public let slots: [Int]
  /// Whether something only the owner knows is needed besides; nil when the token does not say.
  public let needsSecret: Bool?

  public init(kind: Kind, slots: [Int], needsSecret: Bool?) {
    (self.kind, self.slots, self.needsSecret) = (kind, slots, needsSecret)
  }

  /// - Parameter json: as it stands in the header; whatever cannot be understood is `.other`.
  init(json: String) {
    let content = try? JSONDecoder().decode(Content.self, from: Data(json.utf8))
    slots = content?.keyslots?.compactMap { Int($0) } ?? []
    switch content?.type {
    case "systemd-tpm2":
      (kind, needsSecret) = (.tpm2, content?.tpmPIN ?? false)
    case "clevis":
      kind = content?.jwe?.pin == "tpm2" ? .tpm2 : .network
      needsSecret = false
    case "systemd-fido2":
      (kind, needsSecret) = (.hardware, content?.fidoPIN)
    case "systemd-pkcs11":
      (kind, needsSecret) = (.hardware, nil)
    case "systemd-recovery":
      (kind, needsSecret) = (.recovery, true)
    default:
      (kind, needsSecret) = (.other, nil)
    }
  }
}

/// The fields that matter, as systemd-cryptenroll and clevis write them.
private struct Content: Decodable {
  let type: String
  let keyslots: [String]?
  let tpmPIN: Bool?
  let fidoPIN: Bool?
  let jwe: Envelope?

  enum CodingKeys: String, CodingKey {
    case type, keyslots, jwe
    case tpmPIN = "tpm2-pin"
    case fidoPIN = "fido2-clientPin-required"
  }
}

/// A JSON Web Encryption object; its protected header names clevis' pin (RFC 7516 §7.2).
private struct Envelope: Decodable {
  let protected: String?

  private struct Header: Decodable { let clevis: Clevis? }
  private struct Clevis: Decodable { let pin: String? }

  var pin: String? {
    guard var text = protected else { return nil }
    text = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    guard let data = Data(base64Encoded: text) else { return nil }
    return (try? JSONDecoder().decode(Header.self, from: data))?.clevis?.pin
  }
}

extension Unicode.Scalar {
  /// Not a control character of ASCII or Latin-1.
  var isPrintable: Bool { value >= 0x20 && !(0x7f...0x9f).contains(value) }
}
