/// Builds the wire form of answers, right or wrong, by hand: not with the library under test.
struct DNSWire {
  var id: UInt16 = 0x1234
  var flags: UInt16 = 0x8180
  var counts: (UInt16, UInt16, UInt16, UInt16) = (1, 0, 0, 0)
  var body: [UInt8] = []

  var bytes: [UInt8] {
    two(id) + two(flags) + two(counts.0) + two(counts.1) + two(counts.2) + two(counts.3) + body
  }

  /// The answer to a question as it came: an address, or only a response code.
  static func reply(
    to question: [UInt8], code: UInt16 = 0, address: [UInt8]? = [95, 58, 0, 80], id: UInt16? = nil
  ) -> [UInt8] {
    let asked = Array(question[12..<(12 + questionLength(question))])
    var wire = DNSWire()
    wire.id = id ?? UInt16(question[0]) << 8 | UInt16(question[1])
    wire.flags = 0x8180 | code
    wire.counts = (1, address == nil ? 0 : 1, 0, 0)
    wire.body = asked
    if let address { wire.body += record(data: address) }
    return wire.bytes
  }

  /// An answer of one record, whose class is the question's.
  static func reply(
    to question: [UInt8], type: UInt16, ttl: UInt16 = 300, data: [UInt8]
  ) -> [UInt8] {
    var wire = DNSWire()
    wire.id = UInt16(question[0]) << 8 | UInt16(question[1])
    wire.counts = (1, 1, 0, 0)
    let asked = Array(question[12..<(12 + questionLength(question))])
    wire.body = asked + [0xc0, 12] + two(type) + asked.suffix(2)
    wire.body += [0, 0] + two(ttl) + two(UInt16(data.count)) + data
    return wire.bytes
  }

  /// What a question asks for: `news.example A`.
  static func asked(_ question: [UInt8]) -> (key: String, type: UInt16) {
    var (labels, place): ([String], Int) = ([], 12)
    while question[place] != 0 {
      let length = Int(question[place])
      labels.append(String(decoding: question[place + 1...place + length], as: UTF8.self))
      place += length + 1
    }
    let type = UInt16(question[place + 1]) << 8 | UInt16(question[place + 2])
    let names: [UInt16: String] = [
      1: "A", 2: "NS", 6: "SOA", 16: "TXT", 28: "AAAA", 48: "DNSKEY", 65: "HTTPS",
    ]
    return ("\(labels.joined(separator: ".")) \(names[type] ?? "\(type)")", type)
  }

  /// A record of class IN whose owner is the question's name, by a pointer to it.
  static func record(type: UInt16 = 1, ttl: UInt16 = 300, data: [UInt8]) -> [UInt8] {
    [0xc0, 12] + two(type) + [0, 1, 0, 0] + two(ttl) + two(UInt16(data.count)) + data
  }

  static func question(_ labels: String..., type: UInt16 = 1) -> [UInt8] {
    labels.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0] + two(type) + [0, 1]
  }

  /// An OPT record with one option.
  static func options(_ code: UInt16, _ data: [UInt8]) -> [UInt8] {
    [0] + two(41) + two(1232) + [0, 0, 0, 0] + two(UInt16(data.count + 4)) + two(code)
      + two(UInt16(data.count)) + data
  }

  private static func questionLength(_ message: [UInt8]) -> Int {
    var end = 12
    while message[end] != 0 { end += Int(message[end]) + 1 }
    return end + 5 - 12
  }
}

func two(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xff)] }
