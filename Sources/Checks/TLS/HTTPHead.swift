/// The status line and headers of an HTTP/1 answer (RFC 9112).
struct HTTPHead: Hashable, Sendable {
  /// Longer heads are not read.
  static let limit = 65_536

  let status: Int
  /// In order, names in lower case.
  let headers: [(name: String, value: String)]
  /// How many bytes it has, with the empty line.
  var length = 0

  enum Progress: Hashable, Sendable {
    case incomplete, malformed, tooLarge
    case complete(HTTPHead)
  }

  /// Reads what has come so far. What cannot become a head is told at once, without its end.
  ///
  /// `scanned` is how much of it has been looked at before: a peer that sends single bytes must not
  /// make us read all of them again each time.
  static func read(_ bytes: [UInt8], after scanned: Int = 0) -> Progress {
    let start = Array("HTTP/1.".utf8)
    guard zip(start, bytes).allSatisfy({ $0 == $1 }) else { return .malformed }
    guard let end = end(of: bytes, from: scanned) else {
      return bytes.count >= limit ? .tooLarge : .incomplete
    }
    guard end <= limit else { return .tooLarge }
    let lines = bytes[..<end].split(separator: UInt8(ascii: "\n"))
      .map { String(decoding: $0.last == 13 ? $0.dropLast() : $0, as: UTF8.self) }
    let words = (lines.first ?? "").split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[1].utf8.count == 3, words[0].utf8.count == 8,
      let status = Int(words[1]), (100...599).contains(status)
    else { return .malformed }
    var headers: [(name: String, value: String)] = []
    for line in lines.dropFirst() where !line.isEmpty {
      guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return .malformed }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      headers.append((line[..<colon].lowercased(), String(value)))
    }
    return .complete(HTTPHead(status: status, headers: headers, length: end + 1))
  }

  /// Where the last line of the head ends; some servers end lines with LF alone (RFC 9112 §2.2).
  private static func end(of bytes: [UInt8], from scanned: Int) -> Int? {
    let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    return bytes.indices.dropFirst(max(2, scanned)).first { index in
      guard bytes[index] == lineFeed else { return false }
      return bytes[index - 1] == lineFeed
        || bytes[index - 1] == carriageReturn && bytes[index - 2] == lineFeed
    }
  }

  func first(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  var isChunked: Bool {
    first("transfer-encoding")?.lowercased().contains("chunked") ?? false
  }

  /// How long the body is; nil when only its end tells (RFC 9112 §6.3).
  var bodyLength: Int? {
    if status < 200 || status == 204 || status == 304 { return 0 }
    guard !isChunked, let text = first("content-length"), let length = Int(text), length >= 0 else {
      return nil
    }
    return length
  }

  /// Where a redirect leads (RFC 9110 §15.4); nil for any other answer.
  var redirectLocation: String? {
    [301, 302, 303, 307, 308].contains(status) ? first("location") : nil
  }

  /// Whether the site's own protection asks for proof of a human: that is no censorship.
  var isChallenge: Bool {
    guard [403, 429, 503].contains(status) else { return false }
    let server = first("server")?.lowercased() ?? ""
    return first("cf-mitigated")?.lowercased() == "challenge" || first("x-sucuri-id") != nil
      || server == "cloudflare" || server == "ddos-guard"
  }

  static func == (one: HTTPHead, other: HTTPHead) -> Bool {
    one.status == other.status
      && one.headers.elementsEqual(other.headers) { $0.name == $1.name && $0.value == $1.value }
  }

  func hash(into hasher: inout Hasher) { hasher.combine(status) }
}
