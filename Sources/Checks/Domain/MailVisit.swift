internal import Hygiene
internal import OpenSSL
internal import Platform

/// What a mail server showed of itself when it was asked to encrypt.
struct MailTalk: Codable, Hashable, Sendable {
  let host: String
  /// What went wrong first, and where; nil when the handshake was made.
  var word: FailureWord?
  var stage: DomainStage?
  /// Whether it offers to encrypt; nil when the talk did not come so far.
  var offersTLS: Bool?
  var tls: DomainTLS?
  /// What the DNS says of its certificate (TLSA), as `USAGE SELECTOR MATCHING DATA`, when the
  /// resolver says that it validated it.
  var pinned: [String] = []

  init(_ host: String, failing word: FailureWord? = nil, at stage: DomainStage? = nil) {
    (self.host, self.word, self.stage) = (host, word, stage)
  }
}

/// Talks to one mail server just so far that it encrypts (RFC 3207), and says goodbye.
struct MailVisit: Sendable {
  let look: DomainLook
  let host: String

  func talk(at addresses: [IPAddress]) async -> MailTalk {
    var talk = MailTalk(host)
    do {
      talk.stage = .connect
      let connection = try await look.connect(to: addresses, port: look.probe.mailPort)
      defer { connection.abort() }
      talk.stage = .read
      try await ask(connection, &talk)
      talk.stage = nil
    } catch { talk.word = NetworkProblem(any: error).word }
    return talk
  }

  private func ask(_ connection: any Connection, _ talk: inout MailTalk) async throws {
    // A mail server may well let a stranger wait some seconds before it greets.
    let deadline = ContinuousClock.now.advanced(by: look.probe.patience.whole)
    var lines = MailLines(connection: connection, deadline: deadline)
    guard try await lines.reply().code == 220 else { throw NetworkProblem(.malformed) }
    let hello = try await lines.say("EHLO localhost")
    guard hello.code == 250 else { throw NetworkProblem(.malformed) }
    let offers = hello.lines.contains { $0.uppercased() == "STARTTLS" }
    talk.offersTLS = offers
    guard offers else {
      _ = try? await lines.say("QUIT")
      return
    }
    let ready = try await lines.say("STARTTLS")
    // What came with that answer in clear was not said by the server (CVE-2021-23993 and others).
    guard ready.code == 220, lines.isEmpty else {
      talk.offersTLS = false
      return
    }
    talk.stage = .handshake
    let now = look.world.clock.now.secondsSinceEpoch
    var stream = TLSStream(try TLSSession(look.settings, to: .host(host), at: now), on: connection)
    try await stream.handshake(until: deadline)
    talk.tls = DomainTLS(stream.session, host: host, by: look)
    try? await stream.write(Array("QUIT\r\n".utf8), until: deadline)
  }
}

/// The lines of a talk by SMTP (RFC 5321 §4.2).
private struct MailLines {
  let connection: any Connection
  let deadline: ContinuousClock.Instant
  private var bytes: [UInt8] = []

  init(connection: any Connection, deadline: ContinuousClock.Instant) {
    (self.connection, self.deadline) = (connection, deadline)
  }

  var isEmpty: Bool { bytes.isEmpty }

  mutating func say(_ text: String) async throws -> (code: Int, lines: [String]) {
    try await connection.write(Array("\(text)\r\n".utf8), until: deadline)
    return try await reply()
  }

  /// The code, and the text of each line.
  mutating func reply() async throws -> (code: Int, lines: [String]) {
    var lines: [String] = []
    while lines.count < 100 {
      let line = try await line()
      let mark = line.utf8.dropFirst(3).first
      guard let code = Int(line.prefix(3)), (200...599).contains(code),
        mark == nil || mark == UInt8(ascii: " ") || mark == UInt8(ascii: "-")
      else { throw NetworkProblem(.malformed) }
      lines.append(String(line.dropFirst(4)))
      if mark != UInt8(ascii: "-") { return (code, lines) }
    }
    throw NetworkProblem(.malformed)
  }

  private mutating func line() async throws -> String {
    while true {
      if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
        let line = bytes[..<end].filter { $0 != UInt8(ascii: "\r") }
        bytes.removeFirst(end + 1)
        return String(decoding: line, as: UTF8.self)
      }
      guard bytes.count < 4096 else { throw NetworkProblem(.headTooLarge) }
      let new = try await connection.read(atMost: 1024, until: deadline)
      guard !new.isEmpty else { throw NetworkProblem(.eof) }
      bytes += new
    }
  }
}
