internal import OpenSSL
public import Platform

/// A passphrase of random words, joined by single spaces.
///
/// Seven words of a list of 7,776 make 90 bits. Each word is drawn without bias, and the text is
/// never a `String`.
///
/// - Throws: `UserError` when there is no randomness; `SecretProblem` when the words do not fit.
public func generatedPassphrase(
  from words: [String], count: Int, by randomness: any Randomness
) throws -> Secret {
  var passphrase = try Secret()
  for number in 0..<count {
    if number > 0 { try passphrase.append(UInt8(ascii: " ")) }
    for byte in words[try uniform(below: words.count, by: randomness)].utf8 {
      try passphrase.append(byte)
    }
  }
  return passphrase
}

/// A random number, each of `0..<bound` as likely as the others: draws that would favour some are
/// thrown away.
func uniform(below bound: Int, by randomness: any Randomness) throws -> Int {
  let span = 1 << 32
  precondition((1...span).contains(bound), "no such range")
  while true {
    var bytes = try randomness.bytes(4)
    defer { wipe(&bytes) }
    let draw = bytes.reduce(0) { $0 << 8 | Int($1) }
    if draw < span - span % bound { return draw % bound }
  }
}
