internal import OpenSSL

/// A head that the key-holder signed: a C2SP tlog-checkpoint in a signed note, Ed25519.
///
/// Name of the key and origin are the organisation's id. Other signatures, such as a trainer's, may
/// follow ours; this version makes nothing of them.
struct Checkpoint: Hashable {
  static let largestFile = 1 << 16

  let head: Head
  private let signatures: [Signature]

  private struct Signature: Hashable { let name: String, keyID: [UInt8], bytes: [UInt8] }

  init(_ head: Head, signedWith key: SigningKey) throws(OpenSSLError) {
    self.head = head
    let verifier = Verifier(name: head.origin, publicKey: key.publicKey)
    signatures = [
      Signature(
        name: verifier.name, keyID: verifier.keyID,
        bytes: try key.signature(of: Array(head.text.utf8)))
    ]
  }

  init?(_ file: [UInt8]) {
    let text = String(decoding: file, as: UTF8.self)
    guard Array(text.utf8) == file, let gap = text.range(ofGap: "\n\n"),
      let head = Head(text: text[..<gap.head])
    else { return nil }
    self.head = head
    var signatures: [Signature] = []
    for line in text[gap.rest...].split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast()
    {
      let words = line.split(separator: " ", omittingEmptySubsequences: false)
      guard words.count == 3, words[0] == "\u{2014}", !words[1].isEmpty,
        let bytes = OpenSSL.bytes(base64: words[2]), bytes.count > 4
      else { return nil }
      signatures.append(
        Signature(
          name: String(words[1]), keyID: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4))))
    }
    guard text.hasSuffix("\n"), !signatures.isEmpty else { return nil }
    self.signatures = signatures
  }

  var file: [UInt8] {
    let lines = signatures.map { "\u{2014} \($0.name) \(base64($0.keyID + $0.bytes))\n" }
    return Array("\(head.text)\n\(lines.joined())".utf8)
  }

  func isSigned(by verifier: Verifier) -> Bool {
    signatures.contains {
      $0.name == verifier.name && $0.keyID == verifier.keyID
        && isSignature($0.bytes, of: Array(head.text.utf8), by: verifier.publicKey)
    }
  }
}

/// Who may have signed a checkpoint: a verifier key of C2SP signed notes.
struct Verifier: Hashable, Sendable {
  /// The type of an Ed25519 key.
  private static let ed25519: UInt8 = 1

  let name: String
  let publicKey: [UInt8]

  init(name: String, publicKey: [UInt8]) { (self.name, self.publicKey) = (name, publicKey) }

  var keyID: [UInt8] {
    Array(sha256(Array(name.utf8) + [lineEnd, Verifier.ed25519] + publicKey).prefix(4))
  }

  var text: String { "\(name)+\(hex(keyID))+\(base64([Verifier.ed25519] + publicKey))" }

  init?(text: some StringProtocol) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let key = OpenSSL.bytes(base64: parts[2]), key.count == 33,
      key[0] == Verifier.ed25519
    else { return nil }
    self.init(name: String(parts[0]), publicKey: Array(key.dropFirst()))
    guard self.text == text else { return nil }
  }
}

extension String {
  /// Where the head ends, its last line end included, and where what follows the empty line begins.
  fileprivate func range(ofGap gap: String) -> (head: Index, rest: Index)? {
    guard let found = firstRange(of: gap) else { return nil }
    return (index(after: found.lowerBound), found.upperBound)
  }
}
