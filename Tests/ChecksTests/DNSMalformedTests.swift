import DNS
import Testing

/// Bytes that a stranger may send: an error each, and no crash.
@Suite struct DNSMalformedTests {
  static let good: [UInt8] = {
    var wire = DNSWire()
    wire.counts = (1, 2, 0, 1)
    wire.body =
      DNSWire.question("news", "example") + DNSWire.record(type: 16, data: [3, 97, 98, 99])
      + DNSWire.record(data: [95, 58, 0, 80]) + DNSWire.options(15, [0, 9])
    return wire.bytes
  }()

  static let table: [(String, [UInt8])] = [
    ("nothing", []),
    ("half a header", [0x12, 0x34, 0x81, 0x80, 0]),
    ("a question and no answer", changed { $0.flags = 0x0100 }),
    ("more questions than there are", changed { $0.counts.0 = 65_535 }),
    ("more answers than there are", changed { $0.counts.1 = 65_535 }),
    ("more authorities than there are", changed { $0.counts.2 = 65_535 }),
    ("more additionals than there are", changed { $0.counts.3 = 65_535 }),
    ("a pointer to itself", named([0xc0, 12])),
    ("two pointers to one another", named([0xc0, 14, 0xc0, 12])),
    ("a label, then a pointer back to it", named([1, 97, 0xc0, 12])),
    ("a pointer past the end", named([0xff, 0xff])),
    ("half a pointer", named([0xc0], tail: [])),
    ("a label past the end", named([63, 97])),
    ("a label of a reserved kind", named([0x80, 97, 0])),
    (
      "a name of more than 255 bytes",
      named(Array(repeating: [1, 97], count: 140).flatMap(\.self) + [0])
    ),
    ("a name without an end", named([3, 97, 98, 99], tail: [])),
    ("two questions", twoQuestions),
    ("an authority whose name loops", authority([0xc0, 23], [0, 2, 0, 1])),
    ("an authority without its data", authority([0xc0, 12], [0, 2, 0, 1])),
    ("an address of three bytes", answered(DNSWire.record(data: [1, 2, 3]))),
    ("an IPv6 address of four bytes", answered(DNSWire.record(type: 28, data: [1, 2, 3, 4]))),
    ("data longer than the message", answered([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0xff, 0xff, 1])),
    ("a text longer than its data", answered(DNSWire.record(type: 16, data: [200, 97]))),
    ("a name longer than its data", answered(DNSWire.record(type: 5, data: [9, 97]))),
    ("a mail server without a name", answered(DNSWire.record(type: 15, data: [0, 10]))),
    ("an SOA without its numbers", answered(DNSWire.record(type: 6, data: [0, 0, 0, 1]))),
  ]

  private static func changed(_ change: (inout DNSWire) -> Void) -> [UInt8] {
    var wire = DNSWire()
    wire.counts = (1, 1, 0, 0)
    wire.body = DNSWire.question("news") + DNSWire.record(data: [95, 58, 0, 80])
    change(&wire)
    return wire.bytes
  }

  private static func named(_ name: [UInt8], tail: [UInt8] = [0, 1, 0, 1]) -> [UInt8] {
    changed {
      $0.counts = (1, 0, 0, 0)
      $0.body = name + tail
    }
  }

  private static func answered(_ record: [UInt8]) -> [UInt8] {
    changed { $0.body = DNSWire.question("news") + record }
  }

  private static func authority(_ name: [UInt8], _ rest: [UInt8]) -> [UInt8] {
    changed {
      $0.counts = (1, 0, 1, 0)
      $0.body = DNSWire.question("news") + [0] + name + rest
    }
  }

  private static var twoQuestions: [UInt8] {
    changed {
      $0.counts = (2, 0, 0, 0)
      $0.body = DNSWire.question("news") + DNSWire.question("olds")
    }
  }

  @Test(arguments: table)
  func isMalformed(_ name: String, _ bytes: [UInt8]) {
    #expect(throws: DNSError.self, "\(name)") { try DNSReply(bytes) }
  }

  @Test func everyTruncationIsAnErrorOrSaysLess() throws {
    _ = try DNSReply(Self.good)
    for length in 0..<Self.good.count {
      #expect(throws: DNSError.self, "\(length)") { try DNSReply(Array(Self.good.prefix(length))) }
    }
  }

  @Test func noChangeOfOneByteCrashes() {
    for index in Self.good.indices {
      for value in [0, 1, 0x3f, 0x40, 0x80, 0xc0, 0xff] as [UInt8] {
        var bytes = Self.good
        bytes[index] = value
        // What comes out is an answer or an error: the test is that something comes out.
        let reply = Result { try DNSReply(bytes) }
        if case .failure(let error) = reply { #expect(error is DNSError) }
      }
    }
  }

  @Test func moreThan64KiBAreRefusedUnread() {
    let bytes = Self.good + [UInt8](repeating: 0, count: 65_536 - Self.good.count)
    #expect { try DNSReply(bytes) } throws: { ($0 as? DNSError)?.kind == .tooLarge }
  }

  @Test func brokenOptionsAreNoReason() throws {
    for option in [[0, 15], [0, 15, 0, 9, 0, 1], [0, 15, 0, 1, 5], [0, 3, 0, 0]] as [[UInt8]] {
      var wire = DNSWire()
      wire.counts = (1, 0, 0, 1)
      wire.body = DNSWire.question("news") + [0, 0, 41, 4, 0xd0, 0, 0, 0, 0]
      wire.body += two(UInt16(option.count)) + option
      #expect((try? DNSReply(wire.bytes))?.extendedError == nil)
    }
  }

  @Test(.timeLimit(.minutes(1))) func aMessageFullOfRecordsIsReadAndNoMore() throws {
    // 4,000 addresses: what 64 KiB hold.
    var wire = DNSWire()
    wire.counts = (1, 2000, 2000, 0)
    wire.body = DNSWire.question("news", "example")
    for number in 0..<4000 {
      wire.body += DNSWire.record(data: [95, 58, UInt8(number / 250), UInt8(number % 250)])
    }
    let reply = try DNSReply(wire.bytes)
    #expect((reply.answers.count, reply.authority.count) == (2000, 2000))
  }

  @Test(.timeLimit(.minutes(1))) func aLongChainOfPointersDoesNotHoldUs() throws {
    // 8,000 pointers, each to the one before, and 4,000 records whose names walk them all.
    var chain: [UInt8] = two(0xc000 | 12)
    for hop in 1..<UInt16(8000) { chain += two(0xc000 | (23 + 2 * (hop - 1))) }
    var wire = DNSWire()
    wire.counts = (0, 4001, 0, 0)
    wire.body = [0] + two(65_400) + [0, 1, 0, 0, 0, 0]
    wire.body += two(UInt16(chain.count)) + chain
    let record = two(0xc000 | (23 + 2 * 7999)) + [0xff, 0x78, 0, 1, 0, 0, 0, 0, 0, 0] as [UInt8]
    for _ in 0..<4000 { wire.body += record }
    #expect(try DNSReply(wire.bytes).answers.count == 4001)
  }
}
