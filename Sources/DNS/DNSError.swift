/// Why a message could not be built or read.
public struct DNSError: Error, Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    /// The text is no name that DNS could carry.
    case badName
    /// The bytes are no answer.
    case malformed
    /// More than a message may have (`DNSReply.sizeLimit`).
    case tooLarge
    case outOfMemory
  }
  public let kind: Kind
  /// What ldns said, or what we missed; never bytes of the message.
  public let reason: String

  init(_ kind: Kind, _ reason: String) { (self.kind, self.reason) = (kind, reason) }
}
