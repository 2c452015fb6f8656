internal import Platform

/// What an organisation is called on a computer: a name of a folder that says nothing.
enum Alias {
  /// 1 to 32 of `a`-`z`, `0`-`9` and `-`, and no `-` first, which would read as an option.
  static func isValid(_ text: String) -> Bool {
    (1...32).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "-")
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  // Things of a kitchen, a garden and a workshop: nobody's work, party, place or people.
  static let qualities = [
    "amber", "blue", "brass", "bright", "broad", "calm", "clay", "cold", "copper", "cotton", "dry",
    "early", "even", "fine", "flat", "fresh", "glass", "green", "grey", "hollow", "iron", "late",
    "light", "linen", "long", "mild", "narrow", "oak", "pale", "paper", "plain", "quiet", "round",
    "short", "silk", "slow", "small", "smooth", "soft", "steel", "still", "stone", "straw",
    "sweet", "tall", "thick", "thin", "tin", "warm", "white", "wide", "willow", "wood", "woollen",
    "yellow", "young",
  ]
  static let things = [
    "almond", "apple", "apron", "barrel", "basket", "bench", "bottle", "bowl", "box", "bread",
    "bridge", "broom", "brush", "bucket", "button", "candle", "cherry", "comb", "cup", "drawer",
    "fern", "fork", "gate", "hammer", "hedge", "jar", "kettle", "ladder", "lamp", "lemon",
    "lettuce", "melon", "mill", "mirror", "needle", "nut", "olive", "onion", "oven", "pear",
    "pencil", "pepper", "pillow", "plate", "plum", "pot", "quince", "rake", "ribbon", "rope",
    "rose", "saddle", "shelf", "spoon", "stool", "table", "teapot", "thimble", "thread", "tile",
    "towel", "tray", "tulip", "wagon", "wheel", "window",
  ]

  static func neutral(by randomness: any Randomness) throws -> String {
    let quality = try uniform(below: qualities.count, by: randomness)
    let thing = try uniform(below: things.count, by: randomness)
    return "\(qualities[quality])-\(things[thing])"
  }
}

extension Vault {
  /// An alias that says nothing and is not in use here.
  ///
  /// - Throws: `UserError` when there is no randomness or the folder cannot be read.
  public func neutralAlias() throws -> String {
    var alias = try Alias.neutral(by: world.randomness)
    while files.exists("\(organisations)/\(alias)") {
      let number = try uniform(below: 9000, by: world.randomness) + 1000
      alias = "\(try Alias.neutral(by: world.randomness))-\(number)"
    }
    return alias
  }
}
