/// The body of an HTTP/1 answer as it comes, by its length, in pieces, or until the end of the
/// stream (RFC 9112 §6).
struct HTTPBody: Sendable {
  private enum Framing: Hashable {
    case none, untilEnd
    case counted(Int)
    /// The next piece has a size to be read, so much of it is missing, or its line end is.
    case size, piece(Int), pieceEnd, trailer
    case broken
  }
  private var framing: Framing
  private var rest: [UInt8] = []
  private let limit: Int
  private(set) var bytes: [UInt8] = []
  private var isFull = false
  /// Whether all of it came.
  private(set) var isWhole = false

  init(after head: HTTPHead, atMost limit: Int) {
    self.limit = limit
    let codings = head.headers.filter { $0.name == "transfer-encoding" }.map(\.value)
    let lengths = Set(head.headers.filter { $0.name == "content-length" }.map(\.value))
    if head.status == 204 || head.status == 304 || head.status < 200 {
      framing = .none
    } else if let coding = codings.last {
      framing = coding.lowercased() == "chunked" && codings.count == 1 ? .size : .broken
    } else if lengths.isEmpty {
      framing = .untilEnd
    } else if lengths.count == 1, let length = lengths.first.flatMap(Self.length) {
      framing = length == 0 ? .none : .counted(length)
    } else {
      framing = .broken
    }
    isWhole = framing == .none
  }

  /// Whether nothing more need be read.
  var isOver: Bool { isWhole || isFull || framing == .broken }

  mutating func take(_ new: some Sequence<UInt8>) {
    rest += new
    while !isOver, step() {}
  }

  /// The stream has ended.
  mutating func end() {
    if framing == .untilEnd, !isFull { isWhole = true }
  }

  /// Where the body begins: after the first empty line.
  static func start(in bytes: [UInt8]) -> Int {
    let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    for index in bytes.indices.dropFirst() where bytes[index] == lineFeed {
      if bytes[index - 1] == lineFeed { return index + 1 }
      if index > 1, bytes[index - 1] == carriageReturn, bytes[index - 2] == lineFeed {
        return index + 1
      }
    }
    return bytes.count
  }

  private static func length(_ text: String) -> Int? {
    guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int(text)
  }

  /// One step on; false when more must come first.
  private mutating func step() -> Bool {
    switch framing {
    case .none, .broken: return false
    case .untilEnd:
      keep(rest.count)
      return false
    case .counted(let count):
      let now = min(count, rest.count)
      keep(now)
      framing = .counted(count - now)
      isWhole = count == now && !isFull
      return false
    case .piece(let count):
      guard !rest.isEmpty else { return false }
      let now = min(count, rest.count)
      keep(now)
      framing = count == now ? .pieceEnd : .piece(count - now)
      return true
    case .size, .pieceEnd, .trailer: return lineStep()
    }
  }

  private mutating func lineStep() -> Bool {
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
      if rest.count > 1024 { framing = .broken }
      return false
    }
    let line = rest[..<end].filter { $0 != UInt8(ascii: "\r") }
    rest.removeFirst(end + 1)
    switch framing {
    case .pieceEnd: framing = line.isEmpty ? .size : .broken
    case .trailer: isWhole = true
    default:
      // What stands after `;` is an extension that nobody uses.
      let digits = String(decoding: line.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
      let trimmed = digits.filter { $0 != " " && $0 != "\t" }
      guard (1...7).contains(trimmed.utf8.count), trimmed.allSatisfy(\.isHexDigit),
        let size = Int(trimmed, radix: 16)
      else {
        framing = .broken
        return false
      }
      framing = size == 0 ? .trailer : .piece(size)
    }
    return true
  }

  private mutating func keep(_ count: Int) {
    let room = limit - bytes.count
    bytes += rest.prefix(min(count, room))
    rest.removeFirst(count)
    if count > room { isFull = true }
  }
}
