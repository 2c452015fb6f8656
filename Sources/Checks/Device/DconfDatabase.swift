internal import Hygiene
internal import Platform

/// The settings that GNOME and its relatives keep in `~/.config/dconf/user`.
///
/// The file is a hash table (gvdb-format.h of GNOME/gvdb): a header, then for each key its name,
/// the item that its path goes on from, and where its value lies. All numbers are little-endian;
/// a file of a big-endian computer is refused. Nothing in it is trusted.
struct DconfDatabase {
  /// A value of the few types that matter here.
  enum Value: Equatable { case truth(Bool), number(Int), text(String), other }
  private var values: [String: Value] = [:]

  private static let mostItems = 20_000
  private static let deepest = 32

  subscript(_ path: String) -> Value? { values[path] }

  /// Nil for what is no such file.
  init?(_ bytes: [UInt8]) {
    let reader = Reader(bytes: bytes)
    guard bytes.starts(with: "GVariant".utf8), let start = reader.number(16),
      let end = reader.number(20), start <= end, end <= bytes.count,
      let bloomWords = reader.number(start), let buckets = reader.number(start + 4)
    else { return nil }
    // The upper bits of the first number are the shift of the bloom filter.
    let items = start + 8 + 4 * ((bloomWords & 0x7ff_ffff) + buckets)
    let count = (end - items) / 24
    guard items <= end, (end - items) % 24 == 0, count <= Self.mostItems else { return nil }
    for index in 0..<count {
      let place = items + 24 * index
      // Whatever it is, its name and its value must be there: a cut file has lost other settings.
      guard let path = reader.path(of: index, among: items, count: count, deepest: Self.deepest),
        let kind = reader.byte(place + 14), let valueStart = reader.number(place + 16),
        let valueEnd = reader.number(place + 20), let value = reader.bytes(valueStart, valueEnd)
      else { return nil }
      guard kind == UInt8(ascii: "v") else { continue }
      values[path] = Self.value(Array(value))
    }
  }

  /// A variant: its bytes, a zero, and its type in letters (GVariant specification §2.5.3).
  private static func value(_ bytes: [UInt8]) -> Value {
    guard let zero = bytes.lastIndex(of: 0) else { return .other }
    let content = bytes[..<zero]
    switch String(decoding: bytes[(zero + 1)...], as: UTF8.self) {
    case "b" where content.count == 1: return .truth(content[0] == 1)
    case "u" where content.count == 4, "i" where content.count == 4:
      return .number(content.reversed().reduce(0) { $0 << 8 | Int($1) })
    case "s" where content.last == 0:
      return .text(String(decoding: content.dropLast(), as: UTF8.self))
    default: return .other
    }
  }

  private struct Reader {
    let bytes: [UInt8]

    func byte(_ place: Int) -> UInt8? { bytes.indices.contains(place) ? bytes[place] : nil }

    func bytes(_ start: Int, _ end: Int) -> ArraySlice<UInt8>? {
      start <= end && end <= bytes.count ? bytes[start..<end] : nil
    }

    func number(_ place: Int) -> Int? {
      bytes(place, place + 4)?.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The names of an item and of those that it goes on from.
    func path(of index: Int, among items: Int, count: Int, deepest: Int) -> String? {
      var (parts, next): ([String], Int) = ([], index)
      while next != 0xffff_ffff {
        let place = items + 24 * next
        guard next < count, parts.count < deepest, let parent = number(place + 4),
          let start = number(place + 8), let size = bytes(place + 12, place + 14),
          let name = bytes(start, start + Int(size[place + 12]) + Int(size[place + 13]) << 8)
        else { return nil }
        parts.append(String(decoding: name, as: UTF8.self))
        next = parent
      }
      return parts.reversed().joined()
    }
  }
}

/// The settings of a person's desktop.
struct DesktopSettings {
  /// Nil when the person has changed none.
  private let database: DconfDatabase?
  /// Whether an administrator has layered other settings over or under the person's (dconf(7)).
  let areLayered: Bool

  /// - Throws: `CheckRefusal` when the settings are there and cannot be understood.
  init(_ files: SystemFiles, home: String) throws(CheckRefusal) {
    let bytes = try files.bytes("\(home)/.config/dconf/user", atMost: 4 << 20)
    // A new account has an empty file.
    if let bytes, !bytes.isEmpty {
      guard let database = DconfDatabase(bytes) else {
        throw CheckRefusal(.unknown(because: DeviceReasons.unreadable))
      }
      self.database = database
    } else {
      database = nil
    }
    let profile = try files.text("/etc/dconf/profile/user") ?? ""
    areLayered =
      profile.entries.contains { !$0.hasPrefix("user-db:") }
      || files.exists("/run/dconf/user")
  }

  subscript(_ path: String) -> DconfDatabase.Value? { database?[path] }
}
