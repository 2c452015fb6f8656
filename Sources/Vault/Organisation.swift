internal import OpenSSL

/// An organisation as this computer knows it: what is needed to seal for it.
///
/// Its real name is in none of this, only inside a sealed record.
public struct Organisation: Hashable, Sendable {
  /// What it is called on this computer; says nothing.
  public let alias: String
  public let epoch: Int
  /// Random 128-bit id in hexadecimal, the same on every computer and in every epoch.
  public let id: String
  /// Whether a key file lies here too.
  public let canOpen: Bool
  let recipient: RecipientCertificate

  /// DER, to hand out.
  public var certificate: [UInt8] { recipient.der }
  /// SHA-256 of the certificate's SubjectPublicKeyInfo in hexadecimal, to compare over the phone.
  public var fingerprint: String { hex(recipient.fingerprint) }

  init(alias: String, stamp: Stamp, recipient: RecipientCertificate, canOpen: Bool) {
    (self.alias, epoch, id) = (alias, stamp.epoch, hex(stamp.id))
    (self.recipient, self.canOpen) = (recipient, canOpen)
  }

  public static func == (one: Organisation, other: Organisation) -> Bool {
    (one.alias, one.certificate, one.canOpen) == (other.alias, other.certificate, other.canOpen)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(certificate) }
}

/// The organisation's id and epoch, carried by the certificate's serial number.
///
/// So whoever has the certificate knows them, and the file needs no companion. 19 bytes: a 1, the
/// 16 random bytes of the id, two of the epoch, big-endian. The leading 1 keeps the number positive
/// and its length fixed.
struct Stamp: Hashable, Sendable {
  let id: [UInt8]
  let epoch: Int

  init(id: [UInt8], epoch: Int) { (self.id, self.epoch) = (id, epoch) }

  init?(serial: [UInt8]) {
    guard serial.count == 19, serial[0] == 1 else { return nil }
    id = Array(serial[1..<17])
    epoch = Int(serial[17]) << 8 | Int(serial[18])
  }

  var serial: [UInt8] {
    [1] + id + [UInt8(truncatingIfNeeded: epoch >> 8), UInt8(truncatingIfNeeded: epoch)]
  }
}
