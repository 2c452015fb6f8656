internal import DNS
internal import Platform

/// How questions and answers travel inside one TLS connection. It waits for nothing and knows no
/// socket: bytes go in, bytes come out.
protocol DNSFraming {
  /// How many questions may be open at once.
  var limit: Int { get }
  /// False once the server has said that it takes no more.
  var takesQuestions: Bool { get }
  /// Answers that nobody asked for, and those to another question.
  var strays: Int { get }
  /// Queues a question under a number of the caller's, which comes back with its answer.
  mutating func ask(_ question: DNSQuestion, as number: Int) throws
  mutating func takeOutput() throws -> [UInt8]
  /// Takes what was said.
  ///
  /// - Throws: `NetworkProblem` when the connection is of no more use.
  mutating func receive(_ bytes: [UInt8]) throws -> [FramedAnswer]
  /// Nobody waits for this answer any more.
  mutating func forget(_ number: Int)
}

/// What came of one question.
struct FramedAnswer: Sendable {
  enum Content: Sendable {
    case reply(DNSReply)
    /// An answer of no use.
    case failed(NetworkProblem)
    /// The server did nothing about it: ask again.
    case lost
  }
  let number: Int
  let content: Content
}

/// RFC 8467 §4.1: what a question is filled up to.
let paddingBlock = 128

/// DNS over TLS (RFC 7858): two bytes of length, then the message; answers come in any order and are
/// told apart by their ids.
struct DoTFraming: DNSFraming {
  let limit = 64
  let takesQuestions = true
  private(set) var strays = 0
  private var open: [UInt16: (number: Int, question: DNSQuestion)] = [:]
  // Nobody can guess inside TLS, so an id need not be random; but the same one must not come again
  // soon, or a late answer would be taken for another.
  private var lastID: UInt16 = 0
  private var output: [UInt8] = []
  private var input: [UInt8] = []

  mutating func ask(_ question: DNSQuestion, as number: Int) throws {
    repeat { lastID &+= 1 } while open[lastID] != nil
    let message = try question.bytes(id: lastID, paddedTo: paddingBlock)
    output += [
      UInt8(truncatingIfNeeded: message.count >> 8), UInt8(truncatingIfNeeded: message.count),
    ]
    output += message
    open[lastID] = (number, question)
  }

  mutating func takeOutput() -> [UInt8] {
    defer { output = [] }
    return output
  }

  mutating func receive(_ bytes: [UInt8]) -> [FramedAnswer] {
    input += bytes
    var answers: [FramedAnswer] = []
    var start = 0
    while input.count - start >= 2 {
      let end = start + 2 + (Int(input[start]) << 8 | Int(input[start + 1]))
      guard end <= input.count else { break }
      answers += answer(in: Array(input[(start + 2)..<end]))
      start = end
    }
    input.removeFirst(start)
    return answers
  }

  private mutating func answer(in message: [UInt8]) -> [FramedAnswer] {
    let id = message.count < 2 ? 0 : UInt16(message[0]) << 8 | UInt16(message[1])
    guard let (number, question) = open[id] else {
      strays += 1
      return []
    }
    guard let reply = try? DNSReply(message) else {
      open[id] = nil
      return [FramedAnswer(number: number, content: .failed(NetworkProblem(.malformed)))]
    }
    guard reply.answers(question, id: id) else {
      strays += 1
      return []
    }
    open[id] = nil
    return [FramedAnswer(number: number, content: .reply(reply))]
  }

  mutating func forget(_ number: Int) {
    if let id = open.first(where: { $0.value.number == number })?.key { open[id] = nil }
  }
}
