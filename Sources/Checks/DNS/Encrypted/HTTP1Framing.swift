internal import DNS
internal import Platform

/// DNS over HTTPS (RFC 8484) over HTTP/1.1, for servers that do not speak HTTP/2: one question at a
/// time.
struct HTTP1Framing: DNSFraming {
  let limit = 1
  private(set) var takesQuestions = true
  let strays = 0
  private let authority: String
  private var open: (number: Int, question: DNSQuestion)?
  private var output: [UInt8] = []
  private var input: [UInt8] = []
  private var scanned = 0
  private var head: HTTPHead?

  init(authority: String) { self.authority = authority }

  mutating func ask(_ question: DNSQuestion, as number: Int) throws {
    let message = try question.bytes(id: 0, paddedTo: paddingBlock)
    let lines = [
      "POST \(dohPath) HTTP/1.1", "Host: \(authority)", "Accept: \(dohType)",
      "Content-Type: \(dohType)", "Content-Length: \(message.count)", "", "",
    ]
    output += Array(lines.joined(separator: "\r\n").utf8) + message
    open = (number, question)
  }

  mutating func takeOutput() -> [UInt8] {
    defer { output = [] }
    return output
  }

  mutating func receive(_ bytes: [UInt8]) throws -> [FramedAnswer] {
    input += bytes
    guard let open else { throw NetworkProblem(.malformed, "unasked") }
    if head == nil {
      switch HTTPHead.read(input, after: scanned) {
      case .incomplete:
        scanned = input.count
        return []
      case .malformed: throw NetworkProblem(.malformed)
      case .tooLarge: throw NetworkProblem(.headTooLarge)
      case .complete(let head): try begin(head)
      }
    }
    guard let head, let body = try body() else { return [] }
    if head.first("connection")?.lowercased() == "close" { takesQuestions = false }
    (self.open, self.head, input, scanned) = (nil, nil, [], 0)
    let content = dohContent(
      head.status, head.first("content-type") ?? "", body, to: open.question)
    return [FramedAnswer(number: open.number, content: content)]
  }

  private mutating func begin(_ head: HTTPHead) throws(NetworkProblem) {
    guard let end = headEnd(of: input) else { throw NetworkProblem(.malformed) }
    input.removeFirst(end)
    self.head = head
  }

  /// The whole body, nil while some of it is missing.
  private func body() throws(NetworkProblem) -> [UInt8]? {
    if head?.first("transfer-encoding")?.lowercased() == "chunked" {
      return try unchunked(input[...])
    }
    guard let length = head?.first("content-length").flatMap({ Int($0) }),
      (0...DNSReply.sizeLimit).contains(length)
    else { throw NetworkProblem(.malformed, "length") }
    guard input.count <= length else { throw NetworkProblem(.malformed, "unasked") }
    return input.count == length ? input : nil
  }

  mutating func forget(_ number: Int) {
    // The answer cannot be told from the next one's: the connection has to go.
    if open?.number == number { takesQuestions = false }
  }
}

/// Where the body begins.
private func headEnd(of bytes: [UInt8]) -> Int? {
  let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
  return bytes.indices.dropFirst(2).first { index in
    guard bytes[index] == lineFeed else { return false }
    return bytes[index - 1] == lineFeed
      || bytes[index - 1] == carriageReturn && bytes[index - 2] == lineFeed
  }.map { $0 + 1 }
}

/// A body in pieces, each after its length in hexadecimal digits (RFC 9112 §7.1); nil while some of
/// it is missing.
private func unchunked(_ bytes: ArraySlice<UInt8>) throws(NetworkProblem) -> [UInt8]? {
  guard bytes.count <= 2 * DNSReply.sizeLimit else { throw NetworkProblem(.malformed, "length") }
  var (rest, body): (ArraySlice<UInt8>, [UInt8]) = (bytes, [])
  while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
    let digits = String(decoding: rest[..<end], as: UTF8.self).prefix { $0.isHexDigit }
    guard let length = Int(digits, radix: 16), length <= DNSReply.sizeLimit else {
      throw NetworkProblem(.malformed, "chunk")
    }
    rest = rest[(end + 1)...]
    guard rest.count >= length + 2 else { return nil }
    if length == 0 { return body }
    body += rest.prefix(length)
    rest = rest.dropFirst(length + 2)
  }
  return nil
}
