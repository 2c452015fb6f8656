internal import Hygiene
internal import OpenSSL
internal import Platform

/// Asks for one page over one connection.
struct PageFetch: Sendable {
  let look: DomainLook
  let place: DomainPage.Place

  private var patience: Patience { look.probe.patience }
  private var port: UInt16 {
    place.scheme == .https ? look.probe.webPort : look.probe.clearPort
  }

  func fetch(from addresses: [IPAddress]) async -> DomainPage {
    var page = DomainPage()
    do {
      let connection = try await look.connect(to: addresses, port: port)
      defer { connection.abort() }
      if place.scheme == .https {
        try await overTLS(connection, &page)
      } else {
        try await inClear(connection, &page)
      }
    } catch {
      if page.head == nil {
        (page.word, page.stage) = (NetworkProblem(any: error).word, page.stage ?? .connect)
      }
    }
    return page
  }

  private func overTLS(_ connection: any Connection, _ page: inout DomainPage) async throws {
    page.stage = .handshake
    let now = look.world.clock.now.secondsSinceEpoch
    var stream = TLSStream(
      try TLSSession(look.settings, to: .host(place.host), at: now), on: connection)
    try await stream.handshake(until: .now.advanced(by: patience.handshake))
    page.tls = DomainTLS(stream.session, host: place.host, by: look)
    // Nothing is said to somebody who may not be the site.
    if let word = page.tls?.word {
      page.stage = .certificate
      throw NetworkProblem(word)
    }
    page.stage = .read
    let deadline = ContinuousClock.now.advanced(by: patience.read)
    try await stream.write(request, until: deadline)
    var reading = PageReading()
    while !reading.isOver {
      var bytes: [UInt8] = []
      do {
        try await stream.read(into: &bytes, atMost: 16_384, until: deadline)
      } catch let problem as NetworkProblem where problem.word == .eof {
        try reading.end()
        break
      }
      try reading.take(bytes, into: &page)
    }
    reading.finish(&page)
  }

  private func inClear(_ connection: any Connection, _ page: inout DomainPage) async throws {
    page.stage = .read
    let deadline = ContinuousClock.now.advanced(by: patience.read)
    try await connection.write(request, until: deadline)
    var reading = PageReading()
    while !reading.isOver {
      let bytes = try await connection.read(atMost: 16_384, until: deadline)
      if bytes.isEmpty {
        try reading.end()
        break
      }
      try reading.take(bytes, into: &page)
    }
    reading.finish(&page)
  }

  private var request: [UInt8] {
    let page = WebAddress(
      scheme: place.scheme.rawValue, host: place.host, port: port, path: place.path)
    return PageReader.request(for: page, adding: [("Accept-Encoding", "identity")])
  }
}

/// Puts an answer together as its bytes come.
private struct PageReading {
  private var bytes: [UInt8] = []
  private var body: HTTPBody?
  private(set) var isOver = false

  mutating func take(_ new: [UInt8], into page: inout DomainPage) throws {
    if body != nil {
      body?.take(new)
    } else {
      let before = bytes.count
      bytes += new
      switch HTTPHead.read(bytes, after: before) {
      case .incomplete: return
      case .malformed: throw NetworkProblem(.malformed)
      case .tooLarge: throw NetworkProblem(.headTooLarge)
      case .complete(let head):
        page.head = head
        var body = HTTPBody(after: head, atMost: DomainPage.limit)
        body.take(bytes.dropFirst(HTTPBody.start(in: bytes)))
        self.body = body
      }
    }
    isOver = body?.isOver ?? false
  }

  /// The stream has ended.
  mutating func end() throws {
    guard body != nil else { throw NetworkProblem(.eof) }
    body?.end()
    isOver = true
  }

  func finish(_ page: inout DomainPage) {
    (page.body, page.isWhole) = (body?.bytes ?? [], body?.isWhole ?? false)
    (page.word, page.stage) = (nil, nil)
  }
}

/// Tries the versions of TLS that nobody should take any more.
struct ObsoleteTry: Sendable {
  let look: DomainLook
  let host: String

  /// Nil when silence or the network leaves it open.
  func taken(at addresses: [IPAddress]) async -> Bool? {
    do {
      let settings = try TLSSettings(trusting: [], protocols: ["http/1.1"], versions: .obsolete)
      let connection = try await look.connect(to: addresses, port: look.probe.webPort)
      defer { connection.abort() }
      let now = look.world.clock.now.secondsSinceEpoch
      var stream = TLSStream(try TLSSession(settings, to: .host(host), at: now), on: connection)
      do {
        try await stream.handshake(until: .now.advanced(by: look.probe.patience.handshake))
        return true
      } catch let problem as NetworkProblem {
        // Every server refuses in a way of its own; only silence is no answer.
        return problem.word == .timeout || problem.word == .unknown ? nil : false
      }
    } catch { return nil }
  }
}
