import DNS
import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// Servers that say what no honest one does.
@Suite final class DomainHostileTests: Sendable {
  private let reactor: Reactor
  private let world: World
  private let folder: Scratch

  init() throws {
    reactor = try Reactor()
    folder = try Scratch()
    var world = World.unplugged
    world.clock = FixedClock("2026-11-24T06:10:00Z")
    (world.network, world.randomness) = (LiveNetwork(on: reactor), LiveRandomness())
    self.world = world
  }

  deinit { reactor.stop() }

  /// Says the first text at once and one more after each line that comes, then ends the stream.
  private static let talker = """
    import socket, sys
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
    texts = [eval("b'''" + text + "'''") for text in sys.argv[2:]]
    while True:
        connection, _ = listener.accept()
        try:
            for index, text in enumerate(texts):
                if index: connection.recv(4096)
                connection.sendall(text)
            connection.shutdown(socket.SHUT_WR)
            connection.recv(4096)
        except OSError:
            pass
        connection.close()
    """

  private func look(_ survey: Survey, _ change: (inout DomainProbe) -> Void) throws -> DomainLook {
    var probe = DomainProbe()
    probe.authorities = []
    probe.patience.read = .seconds(10)
    change(&probe)
    return try probe.look(at: survey, in: world)
  }

  private func talk(_ texts: [String]) async throws -> String {
    let port = try Loopback.freePort()
    let server = try Server(
      on: port, ["/usr/bin/python3", "-c", Self.talker, "\(port)"] + texts,
      log: "\(folder.path)/log")
    let look = try look(Survey(home: "/")) { $0.mailPort = port }
    let address = try #require(IPAddress("127.0.0.1"))
    let talk = await MailVisit(look: look, host: "mail.d.example").talk(at: [address])
    withExtendedLifetime(server) {}
    let words = [
      talk.stage?.rawValue, talk.word?.rawValue, talk.offersTLS.map { "offers \($0)" },
    ]
    return words.compactMap { $0 }.joined(separator: " ")
  }

  @Test(arguments: [
    (["220 hi\\r\\n", "250 hello\\r\\n", "221 bye\\r\\n"], "offers false"),
    (["220 hi\\r\\n", "250-x\\r\\n250-NOSTARTTLS\\r\\n250 y\\r\\n", "221\\r\\n"], "offers false"),
    (["hello\\r\\n"], "read malformed"),
    (["554 go away\\r\\n"], "read malformed"),
    (["220 hi\\r\\n", "502 what\\r\\n"], "read malformed"),
    (["220"], "read eof"),
    (["220-a\\r\\n' * 200 + b'"], "read malformed"),
    (["a' * 100000 + b'"], "read head-too-large"),
    (["220 hi\\r\\n", "250-x\\r\\n250 STARTTLS\\r\\n", "454 not now\\r\\n"], "offers false"),
    // Whatever came in clear after the promise was put there by somebody else.
    (["220 hi\\r\\n", "250 STARTTLS\\r\\n", "220 go\\r\\n250 ok\\r\\n"], "offers false"),
    (
      ["220 hi\\r\\n", "250 STARTTLS\\r\\n", "220 go\\r\\n", "garbage"],
      "handshake not-tls offers true"
    ),
  ])
  func aMailServerThatSaysOddThings(_ texts: [String], _ found: String) async throws {
    // The python text is closed and opened again where a text multiplies itself.
    let texts = texts.map {
      $0.contains("' * ")
        ? $0.replacing("' * ", with: "''' * ")
          .replacing("+ b'", with: "+ b'''") : $0
    }
    #expect(try await talk(texts) == found)
  }

  private func page(_ text: String) async throws -> DomainPage {
    let peer = try Peer(.saying(text))
    let look = try look(Survey(home: "/")) { $0.clearPort = peer.port }
    let address = try #require(IPAddress("127.0.0.1"))
    let place = DomainPage.Place(scheme: .http, host: "d.example", path: "/")
    return await PageFetch(look: look, place: place).fetch(from: [address])
  }

  @Test(arguments: [
    ("SSH-2.0-x\r\n", FailureWord.malformed), ("HTTP/1.1 200 OK\r\n", .eof),
    ("HTTP/1.1 abc\r\n\r\n", .malformed),
    ("HTTP/1.1 200 OK\r\nx: " + String(repeating: "a", count: 70_000), .headTooLarge),
  ])
  func whatIsNoPageHasItsWord(_ text: String, _ word: FailureWord) async throws {
    #expect(try await page(text).word == word)
  }

  @Test func aPageOfAnyLengthIsCut() async throws {
    let body = String(repeating: "a", count: 200_000)
    let page = try await page("HTTP/1.1 200 OK\r\n\r\n" + body)
    #expect((page.body.count, page.isWhole, page.word) == (DomainPage.limit, false, nil))
  }

  @Test func aPageThatPromisesMoreThanItSendsIsNotWhole() async throws {
    let page = try await page("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
    #expect((page.body.count, page.isWhole, page.word) == (5, false, nil))
  }

  /// The strings of a TXT record as they stand on the wire.
  private func answer(_ strings: [[UInt8]]) throws -> DomainAnswer {
    var wire = DNSWire()
    wire.counts = (1, 1, 0, 0)
    wire.body = DNSWire.question("d", "example", type: 16)
    wire.body += DNSWire.record(
      type: 16, data: strings.flatMap { [UInt8($0.count)] + $0 })
    let question = try DNSQuestion("d.example", .txt)
    let reply = try DNSReply(wire.bytes)
    var asked = DNSAsked(question)
    asked.take(reply, to: question)
    return DomainAnswer("d.example", DNSAnswer(asked: asked, reply: reply, via: "udp:x"), .txt)
  }

  @Test func theStringsOfOneRecordAreJoinedAsTheyAre() throws {
    let texts = ["v=spf1 a:x.exa", "mple -a", "", "ll \"q\" \\ "].map { Array($0.utf8) }
    #expect(try answer(texts).texts == ["v=spf1 a:x.example -all \"q\" \\ "])
  }

  @Test func bytesThatAreNoTextAreMadeHarmless() throws {
    let found = try answer([[0x76, 0xff, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 0x00, 0xe2, 0x80, 0xae]])
    #expect(found.texts == ["v\u{FFFD}\u{FFFD}[31m\u{FFFD}\u{FFFD}"])
  }

  @Test func aRecordOfAnyLengthIsCut() throws {
    let found = try answer(.init(repeating: [UInt8](repeating: 97, count: 255), count: 100))
    #expect(found.texts.map(\.unicodeScalars.count) == [DomainAnswer.longest + 1])
  }
}
