internal import Hygiene
internal import OpenSSL
internal import Platform

/// Bytes to and from a peer, encrypted or not.
protocol ByteStream: ~Copyable {
  mutating func send(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) async throws
  /// Adds what comes next, at most `limit` of it.
  ///
  /// - Throws: `NetworkProblem`, `eof` at the end.
  mutating func receive(
    into bytes: inout [UInt8], atMost limit: Int, until deadline: ContinuousClock.Instant
  ) async throws
  /// When the last bytes came from the network.
  var lastArrival: ContinuousClock.Instant { get }
}

extension ByteStream where Self: ~Copyable {
  /// Something still came a moment ago: whoever is so slow is not silent.
  fileprivate var isTrickling: Bool { lastArrival.duration(to: .now) < .seconds(1) }
}

extension TLSStream: ByteStream {
  mutating func send(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) async throws {
    try await write(bytes, until: deadline)
  }

  mutating func receive(
    into bytes: inout [UInt8], atMost limit: Int, until deadline: ContinuousClock.Instant
  ) async throws {
    try await read(into: &bytes, atMost: limit, until: deadline)
  }
}

struct ClearStream: ByteStream {
  private let connection: any Connection
  private(set) var lastArrival = ContinuousClock.now

  init(connection: any Connection) { self.connection = connection }

  mutating func send(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) async throws {
    try await connection.write(bytes, until: deadline)
  }

  mutating func receive(
    into bytes: inout [UInt8], atMost limit: Int, until deadline: ContinuousClock.Instant
  ) async throws {
    let piece = try await connection.read(atMost: limit, until: deadline)
    if piece.isEmpty { throw NetworkProblem(.eof) }
    lastArrival = .now
    bytes += piece
  }
}

/// Asks for one page and reads its head and the beginning of its body.
struct PageReader: Sendable {
  /// More of a body is not read.
  static let mostBody = 16_384

  let kit: ProbeKit
  let recorder: Recorder
  /// How much of the body to read; of pages that give a reader away nothing.
  var bodyLimit = mostBody
  /// Pages that were asked for on the way here; one that repeats is a loop.
  var before: Set<String> = []
  /// Whether one more redirect may be followed.
  var mayFollow = true

  func read(_ web: WebAddress, on stream: inout some ByteStream & ~Copyable, by probe: Probe) async
  {
    let started = recorder.now
    let deadline = ContinuousClock.now.advanced(by: kit.patience.read)
    var bytes: [UInt8] = []
    var head: HTTPHead?
    do {
      try await stream.send(Self.request(for: web), until: deadline)
      while head == nil {
        let scanned = bytes.count
        try await stream.receive(into: &bytes, atMost: 16_384, until: deadline)
        switch HTTPHead.read(bytes, after: scanned) {
        case .incomplete: continue
        case .malformed: throw NetworkProblem(.malformed)
        case .tooLarge: throw NetworkProblem(.headTooLarge)
        case .complete(let complete): head = complete
        }
      }
    } catch {
      let problem = NetworkProblem(any: error)
      let count = bytes.count
      let isSlow = problem.word == .timeout && stream.isTrickling
      let isStrange = problem.word == .malformed
      let first = isStrange ? cleaned(String(decoding: bytes.prefix(512), as: UTF8.self)) : nil
      probe.note(.read, since: started, problem) { operation in
        (operation.point, operation.bytesIn, operation.firstBytes) = (.request, count, first)
        if isSlow { operation.detail = Operation.trickle }
      }
      return
    }
    guard let head else { return }
    var body = Array(bytes.dropFirst(head.length))
    let end = await readBody(of: head, into: &body, on: &stream, until: deadline)
    note(head, body, of: web, end, since: started, by: probe)
  }

  private enum BodyEnd { case whole, cutByUs, failed(NetworkProblem) }

  /// Reads until the body ends, or there is enough of it.
  private func readBody(
    of head: HTTPHead, into body: inout [UInt8], on stream: inout some ByteStream & ~Copyable,
    until deadline: ContinuousClock.Instant
  ) async -> BodyEnd {
    let length = head.bodyLength
    do {
      while true {
        if let length, body.count >= length { return .whole }
        if head.isChunked, body.endsChunks { return .whole }
        if body.count >= bodyLimit { return .cutByUs }
        try await stream.receive(into: &body, atMost: 16_384, until: deadline)
      }
    } catch {
      let problem = NetworkProblem(any: error)
      switch problem.word {
      case .eof where length == nil && !head.isChunked: return .whole
      // It still came, only slowly: how slowly is another question.
      case .timeout where stream.isTrickling: return .cutByUs
      default: return .failed(problem)
      }
    }
  }

  private func note(
    _ head: HTTPHead, _ body: [UInt8], of web: WebAddress, _ end: BodyEnd, since started: Int,
    by probe: Probe
  ) {
    var page = Operation.Page(url: web.description, status: head.status)
    page.headers = head.headers.prefix(60).map { header in
      Operation.Page.Header(name: cleaned(header.name, atMost: 80), value: cleaned(header.value))
    }
    page.bodyLength = body.count
    page.bodySHA256 = body.isEmpty ? nil : hexadecimal(sha256(body))
    let text = String(decoding: body.prefix(8_192), as: UTF8.self)
    page.title = pageTitle(in: text)
    page.isChallenge = head.isChallenge
    page.blockPage = kit.fingerprints.mark(of: head, body: text)
    var problem: NetworkProblem?
    switch end {
    case .whole: break
    case .cutByUs: page.isTruncated = true
    case .failed(let failure): (page.isTruncated, problem) = (true, failure)
    }
    if let location = head.redirectLocation {
      page.redirect = cleaned(location)
      if let next = web.following(location) {
        // Which page it is does not matter any more once it leads on: its body may well be cut.
        let isEndless = before.contains(next.description) || !mayFollow
        problem = isEndless ? NetworkProblem(.tooManyRedirects) : nil
      } else {
        problem = NetworkProblem(.badRedirect)
      }
    }
    probe.note(.read, since: started, problem) { operation in
      operation.page = page
      operation.bytesIn = head.length + body.count
      if problem?.word == .timeout || problem?.word == .reset || problem?.word == .eof {
        operation.point = .body
      }
    }
  }

  /// One of the most common browsers, so that the request does not tell this computer from others.
  static let fields = [
    ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
    ("Accept", "*/*"), ("Accept-Language", "en"), ("Connection", "close"),
  ]

  static func request(for web: WebAddress, adding more: [(String, String)] = []) -> [UInt8] {
    let fields = [("Host", web.authority)] + Self.fields + more
    let lines =
      ["GET \(web.path) HTTP/1.1"] + fields.map { "\($0.0): \($0.1)" } + ["", ""]
    return Array(lines.joined(separator: "\r\n").utf8)
  }
}

/// What stands between `<title>` and its end, in one line, at most 128 characters.
func pageTitle(in text: String) -> String? {
  let lower = text.lowercased()
  // Lower case may have another length, so places are counted in what was searched.
  guard let start = lower.firstRange(of: "<title>")?.upperBound,
    let end = lower[start...].firstRange(of: "</title>")?.lowerBound
  else { return nil }
  let words = lower[start..<end].split(whereSeparator: \.isWhitespace).joined(separator: " ")
  return words.isEmpty ? nil : cleaned(words, atMost: 128)
}

extension [UInt8] {
  /// Whether the last chunk of a chunked body is there (RFC 9112 §7.1).
  fileprivate var endsChunks: Bool {
    let end = Array("0\r\n\r\n".utf8)
    return self == end || suffix(7) == Array("\r\n".utf8)[...] + end
  }
}
