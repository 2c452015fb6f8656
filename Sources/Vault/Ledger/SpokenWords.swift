internal import OpenSSL

/// A hash as eight words of a list of 7,776, to note on paper or to read out: 103 bits.
///
/// The first 16 bytes of SHA-256 of `text` are a number, and its lowest eight digits in base 7,776,
/// highest first, are the words.
func spokenWords(for text: String, from list: [String]) -> String {
  spokenWords(forHash: sha256(Array(text.utf8)), from: list)
}

func spokenWords(forHash hash: [UInt8], from list: [String]) -> String {
  var number = hash.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
  let base = UInt128(list.count)
  var words: [String] = []
  for _ in 0..<8 {
    words.append(list[Int(number % base)])
    number /= base
  }
  return words.reversed().joined(separator: " ")
}

extension Organisation {
  /// The fingerprint as eight words, to compare by voice.
  public func spokenFingerprint(from list: [String]) -> String {
    spokenWords(forHash: recipient.fingerprint, from: list)
  }
}
