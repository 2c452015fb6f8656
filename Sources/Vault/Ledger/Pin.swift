/// The largest head of an organisation's ledger that this computer has seen, kept apart from the
/// vault, and the keys whose signatures it has seen to be the key-holder's.
///
/// It is what makes a rollback show: a vault alone cannot tell that it is an older copy of itself.
struct Pin: Hashable {
  static let largestFile = 1 << 16

  var head: Head
  var verifiers: [Verifier]

  init(head: Head, verifiers: [Verifier]) { (self.head, self.verifiers) = (head, verifiers) }

  init?(_ file: [UInt8]) {
    let lines = String(decoding: file, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 5,
      let head = Head(text: lines.prefix(3).map { $0 + "\n" }.joined())
    else { return nil }
    let verifiers = lines.dropFirst(4).dropLast().map { Verifier(text: $0) }
    self.init(head: head, verifiers: verifiers.compactMap(\.self))
    guard self.file == file else { return nil }
  }

  var file: [UInt8] {
    Array("\(head.text)\n\(verifiers.map { $0.text + "\n" }.joined())".utf8)
  }
}
