/// The name of a round of audits: 1 to 32 of `a`-`z`, `0`-`9` and `-`, which is enough for
/// `2027-spring` and too little for anybody's full name by accident.
struct RoundName: LosslessStringConvertible, Sendable {
  let description: String

  init?(_ text: String) {
    guard (1...32).contains(text.utf8.count),
      text.utf8.allSatisfy({ byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"):
          true
        default: false
        }
      })
    else { return nil }
    description = text
  }
}
