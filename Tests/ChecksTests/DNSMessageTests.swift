import DNS
import Testing

@Suite struct DNSMessageTests {
  @Test func aQuestionHasTheMeasuredBytes() throws {
    // The example of RFC-conforming tools: A of example.org, RD, EDNS0 1232, DO, id 1234.
    let expected: [UInt8] = [
      0x12, 0x34, 0x01, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x07, 0x65, 0x78,
      0x61, 0x6d, 0x70, 0x6c, 0x65, 0x03, 0x6f, 0x72, 0x67, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00,
      0x00, 0x29, 0x04, 0xd0, 0x00, 0x00, 0x80, 0x00, 0x00, 0x00,
    ]
    #expect(try DNSQuestion("example.org", dnssecOK: true).bytes(id: 0x1234) == expected)
  }

  @Test func checkingDisabledIsOneBitAndTheTypeIsAsked() throws {
    let bytes = try DNSQuestion("example.org.", .txt, checkingDisabled: true).bytes(id: 0xfffe)
    #expect(Array(bytes[0..<4]) == [0xff, 0xfe, 0x01, 0x10])
    #expect(Array(bytes[25..<29]) == [0, 16, 0, 1])
    // EDNS is there even without DO.
    #expect(Array(bytes[29...]) == [0, 0, 0x29, 0x04, 0xd0, 0, 0, 0, 0, 0, 0])
  }

  @Test func anOldQuestionHasNoEDNSAndMayForbidRecursion() throws {
    var question = try DNSQuestion("a", dnssecOK: true)
    (question.mostByUDP, question.recursionDesired) = (nil, false)
    let expected: [UInt8] = [0, 9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97, 0, 0, 1, 0, 1]
    #expect(try question.bytes(id: 9) == expected)
  }

  @Test func aServerIsAskedForItsNameInClassCH() throws {
    var question = try DNSQuestion("id.server", .txt)
    (question.isChaos, question.asksForServerID, question.mostByUDP) = (true, true, 4096)
    let bytes = try question.bytes(id: 9)
    #expect(Array(bytes[22..<27]) == [0, 0, 16, 0, 3])
    #expect(Array(bytes[27...]) == [0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 4, 0, 3, 0, 0])
    var wire = DNSWire()
    wire.id = 9
    wire.body = Array(bytes[12..<27])
    #expect(try DNSReply(wire.bytes).answers(question, id: 9))
    // The same of class IN is not what was asked.
    wire.body[wire.body.count - 1] = 1
    #expect(try !DNSReply(wire.bytes).answers(question, id: 9))
  }

  @Test func lettersAreSentAsTheyAreSpelled() throws {
    let question = try DNSQuestion("www.Example.org").spelled([false, true])
    #expect(question.name == "www.example.org.")
    #expect(question.spelling == "wWw.eXaMpLe.oRg.")
    let bytes = try question.bytes(id: 1)
    #expect(String(decoding: bytes[17..<24], as: UTF8.self) == "eXaMpLe")
    #expect(try DNSQuestion("a.b").spelled([]).spelling == "a.b.")
  }

  @Test func readsWhoKnowsBetterAndWhichServerItWas() throws {
    var wire = DNSWire()
    wire.counts = (1, 0, 1, 1)
    wire.body =
      DNSWire.question("NEWS", "example") + DNSWire.record(type: 2, data: [1, 97, 0])
      + DNSWire.options(3, [1, 0, 255])
    let reply = try DNSReply(wire.bytes)
    #expect(reply.authority.map(\.type) == [.ns])
    #expect(reply.authority.map(\.text) == ["a."])
    #expect(reply.serverID == [1, 0, 255])
    #expect(reply.question?.spelling == "NEWS.example.")
    #expect(reply.size == wire.bytes.count)
  }

  @Test func theRootCanBeAsked() throws {
    #expect(try DNSQuestion(".", .dnskey).bytes(id: 1)[12..<17] == [0, 0, 48, 0, 1])
  }

  @Test(arguments: [
    "", "..", "a..b", ".a", "a b", "a\\b", "a\u{0}b", "қаз", "a@b",
    String(repeating: "a", count: 64) + ".org",
    Array(repeating: String(repeating: "a", count: 62), count: 5).joined(separator: "."),
  ])
  func refusesWhatIsNoName(_ text: String) {
    #expect {
      try DNSQuestion(text)
    } throws: {
      ($0 as? DNSError)?.kind == .badName
    }
  }

  @Test func thelongestNameFits() throws {
    let name = [63, 63, 63, 61].map { String(repeating: "a", count: $0) }.joined(separator: ".")
    #expect(name.utf8.count == 253)
    #expect(try DNSQuestion(name).bytes(id: 1).count == 12 + 255 + 4 + 11)
  }

  @Test func readsAnAnswer() throws {
    var wire = DNSWire()
    wire.flags = 0x87b0
    wire.counts = (1, 2, 0, 1)
    wire.body =
      DNSWire.question("NEWS", "example") + DNSWire.record(type: 5, data: [1, 120, 0xc0, 12])
      + DNSWire.record(data: [95, 58, 0, 80]) + DNSWire.options(15, [0, 9] + Array("key".utf8))
    let reply = try DNSReply(wire.bytes)
    #expect(reply.id == 0x1234)
    #expect(reply.question?.name == "news.example.")
    #expect(reply.question?.type == .a)
    #expect(reply.responseCode == 0)
    #expect(
      reply.flags
        == [
          DNSReply.Flags(rawValue: 1), .authoritative, .truncated, .recursionDesired,
          .recursionAvailable, .authenticData, .checkingDisabled,
        ])
    #expect(reply.answers.map(\.name) == ["news.example.", "news.example."])
    #expect(reply.answers.map(\.ttl) == [300, 300])
    #expect(reply.texts(of: .cname) == ["x.NEWS.example."])
    #expect(reply.texts(of: .a) == ["95.58.0.80"])
    #expect(reply.extendedError == 9)
  }

  @Test func controlCharactersInNamesAndTextsAreEscaped() throws {
    var wire = DNSWire()
    wire.counts = (1, 2, 0, 0)
    wire.body =
      DNSWire.question("a", type: 16)
      + DNSWire.record(type: 16, data: [4, 27, 91, 50, 74])
      + DNSWire.record(type: 5, data: [3, 10, 0, 200, 0])
    let reply = try DNSReply(wire.bytes)
    #expect(reply.texts(of: .txt) == [#""\027[2J""#])
    #expect(reply.texts(of: .cname) == [#"\010\000\200."#])
  }

  @Test func aTypeWithoutUseIsKeptWithoutItsData() throws {
    var wire = DNSWire()
    wire.counts = (1, 1, 0, 0)
    wire.body = DNSWire.question("a") + DNSWire.record(type: 65_400, data: [1, 2, 3])
    let records = try DNSReply(wire.bytes).answers
    #expect(records.map(\.type) == [RecordType(rawValue: 65_400)])
    #expect(records.map(\.text) == [""])
  }

  @Test func theUpperBitsOfTheResponseCodeCount() throws {
    var wire = DNSWire()
    wire.counts = (1, 0, 0, 1)
    // BADVERS is 16: the header has 0, EDNS has 1.
    wire.body = DNSWire.question("a") + [0, 0, 41, 4, 0xd0, 1, 0, 0, 0, 0, 0]
    #expect(try DNSReply(wire.bytes).responseCode == 16)
  }

  @Test func onlyTheOwnIdAndQuestionMatch() throws {
    let asked = try DNSQuestion("news.example")
    var wire = DNSWire()
    wire.body = DNSWire.question("nEwS", "example")
    #expect(try DNSReply(wire.bytes).answers(asked, id: 0x1234))
    #expect(try !DNSReply(wire.bytes).answers(asked, id: 0x1235))
    wire.body = DNSWire.question("new", "example")
    #expect(try !DNSReply(wire.bytes).answers(asked, id: 0x1234))
    wire.body = DNSWire.question("news", "example", type: 28)
    #expect(try !DNSReply(wire.bytes).answers(asked, id: 0x1234))
  }

  @Test func onlyARefusalMayComeWithoutTheQuestion() throws {
    let asked = try DNSQuestion("news.example")
    var wire = DNSWire()
    wire.counts = (0, 0, 0, 0)
    #expect(try !DNSReply(wire.bytes).answers(asked, id: 0x1234))
    wire.flags = 0x8185
    #expect(try DNSReply(wire.bytes).answers(asked, id: 0x1234))
  }
}
