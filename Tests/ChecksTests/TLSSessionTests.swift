import OpenSSL
import Platform
import Testing

@testable import Checks

/// The step machine, without a socket.
@Suite struct TLSSessionTests {
  private func session(_ name: TLSName = .host("desk.example")) throws -> TLSSession {
    try TLSSession(try TLSSettings(trusting: []), to: name, at: 1_795_500_000)
  }

  private func contains(_ bytes: [UInt8], _ text: String) -> Bool {
    let needle = Array(text.utf8)
    return (0...(bytes.count - needle.count)).contains { bytes[$0...].starts(with: needle) }
  }

  /// What follows a ClientHello when these bytes come.
  private func step(after bytes: [UInt8], thenEnd: Bool = false) throws -> TLSStep {
    var session = try session()
    #expect(session.handshake() == .needsWrite)
    _ = session.takeOutput()
    session.receive(bytes)
    if thenEnd { session.end() }
    return session.handshake()
  }

  @Test func beginsWithAHelloThatNamesTheHost() throws {
    var session = try session()
    #expect(session.handshake() == .needsWrite)
    let hello = session.takeOutput()
    #expect(hello.starts(with: [0x16, 3, 1]))
    #expect(contains(hello, "desk.example") && contains(hello, "http/1.1"))
    #expect(session.handshake() == .needsRead)
    #expect(session.takeOutput() == [] && session.cipher == "" && session.certificates == [])
  }

  @Test func anAddressIsNotSentAsAName() throws {
    var session = try session(.address("192.0.2.1"))
    _ = session.handshake()
    #expect(!contains(session.takeOutput(), "192.0.2.1"))
  }

  @Test func aNameWithANulIsRefusedOrCutNowhere() throws {
    var session = try session(.host("desk.example"))
    _ = session.handshake()
    #expect(throws: OpenSSLError.self) {
      _ = try TLSSession(try TLSSettings(trusting: []), to: .address("not an address"), at: 0)
    }
  }

  @Test(
    arguments: [
      ([], false, TLSStep.needsRead),
      ([0x16, 3, 3], false, .needsRead),
      ([], true, .failed(TLSFailure(kind: .eof, code: 294))),
      ([0x16, 3, 3, 0, 50, 2], true, .failed(TLSFailure(kind: .eof, code: 294))),
      ([0x15, 3, 3, 0, 2, 2, 70], false, .failed(TLSFailure(kind: .alert, code: 70))),
      ([0x15, 3, 1, 0, 2, 2, 112], false, .failed(TLSFailure(kind: .alert, code: 112))),
      (Array("HTTP/1.1 400 Bad".utf8), false, .failed(TLSFailure(kind: .notTLS, code: 267))),
      (Array("Middlebox v 1.0".utf8), true, .failed(TLSFailure(kind: .notTLS, code: 267))),
    ] as [([UInt8], Bool, TLSStep)])
  func understandsWhatComes(_ bytes: [UInt8], _ isEnd: Bool, _ expected: TLSStep) throws {
    #expect(try step(after: bytes, thenEnd: isEnd) == expected)
  }

  @Test(arguments: 0..<200)
  func noiseIsAFailureAndNoCrash(_ seed: UInt64) throws {
    var state = seed &* 6_364_136_223_846_793_005 &+ 1
    let noise = (0..<300).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    // As a record with a handshake message, so that it gets past the first byte.
    let step = try step(after: [0x16, 3, 3, 1, 0x2C, 2] + noise, thenEnd: true)
    guard case .failed = step else {
      Issue.record("noise was taken for \(step)")
      return
    }
  }

  @Test func onlyTheFirstBytesAreKept() throws {
    var session = try session()
    _ = session.handshake()
    for byte in 0..<100 { session.receive([UInt8](repeating: UInt8(byte), count: 10)) }
    #expect(session.firstBytes.count == 512 && session.received == 1000)
    #expect(session.firstBytes.starts(with: [UInt8](repeating: 0, count: 10) + [1]))
  }

  @Test func aTextWithoutCertificatesAddsNoAuthority() throws {
    #expect(try TLSSettings(trusting: [Array("no certificate".utf8), []]).authorities == 0)
    #expect(try TLSSettings(trusting: [try TLSCertificates.authority()]).authorities == 1)
  }

  @Test(
    arguments: [
      ([19, 62], "unknown-authority"), ([10, 62], "wrong-name"), ([10, 66], "bad-date"),
      ([66, 23], "bad-certificate"), ([], nil),
    ] as [([Int], String?)])
  func oneWordForManyErrors(_ codes: [Int], _ word: String?) {
    let errors = codes.map { ChainError(code: $0, depth: 0) }
    #expect(FailureWord(chain: errors)?.rawValue == word)
  }

  @Test(arguments: [
    (
      "HTTP/1.1 200 OK\r\nServer: a\r\n\r\nbody",
      HTTPHead.Progress.complete(
        HTTPHead(status: 200, headers: [("server", "a")], length: 31))
    ),
    (
      "HTTP/1.0 404\nX:  y\n\n", .complete(HTTPHead(status: 404, headers: [("x", "y")], length: 20))
    ),
    ("HTTP/1.1 200 OK\r\nServer: a\r\n", .incomplete), ("", .incomplete), ("HT", .incomplete),
    ("* OK IMAP", .malformed), ("HTTP/2 200\r\n\r\n", .malformed),
    ("HTTP/1.1 20\r\n\r\n", .malformed), ("HTTP/1.1 999 x\r\n\r\n", .malformed),
    ("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", .malformed), ("HTTP/1.1 +20 OK\r\n\r\n", .malformed),
  ])
  func readsAHead(_ text: String, _ expected: HTTPHead.Progress) {
    #expect(HTTPHead.read(Array(text.utf8)) == expected)
  }

  @Test func aHeadThatComesInSingleBytesIsTheSame() {
    let bytes = Array("HTTP/1.1 200 OK\r\nServer: a\r\n\r\n".utf8)
    let whole = HTTPHead.read(bytes)
    for count in 1..<bytes.count {
      #expect(HTTPHead.read(Array(bytes.prefix(count)), after: count - 1) == .incomplete)
    }
    #expect(HTTPHead.read(bytes, after: bytes.count - 1) == whole)
  }

  @Test func aHeadIsBounded() {
    let start = "HTTP/1.1 200 OK\r\n"
    let endless = start + String(repeating: "a: b\r\n", count: 11_000)
    #expect(HTTPHead.read(Array(endless.utf8)) == .tooLarge)
    #expect(HTTPHead.read(Array((endless + "\r\n").utf8)) == .tooLarge)
  }
}
