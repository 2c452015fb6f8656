internal import DNS
internal import Hygiene
internal import Platform

/// What a root server answers to a question that it cannot answer.
///
/// A root server knows only who runs the top of the tree: it refers onward (RFC 1034 §4.3.1), and it
/// never offers to find out more (RA). Whoever answers the question itself is somebody else.
struct RootReferral: Codable, Hashable, Sendable {
  struct Answer: Codable, Hashable, Sendable {
    /// What went wrong; nil when an answer came.
    var word: FailureWord?
    var responseCode: Int?
    var answers = 0
    /// RA: it would find out for us.
    var offersRecursion = false
    /// It names the servers of the top-level domain.
    var refers = false

    /// No root server says this.
    var isForeign: Bool { answers > 0 || offersRecursion }
  }

  enum Verdict: String, Codable, Hashable, Sendable {
    case refers
    /// By UDP alone; by TCP the root server itself answers.
    case onlyUDP = "only-udp"
    case intercepted
    case silent

    var isIntercepted: Bool { self == .onlyUDP || self == .intercepted }
  }

  /// The root server's address.
  let server: String
  /// By UDP, with and without the wish that it finds out for us (RD), and by TCP.
  let recursive: Answer
  let plain: Answer
  let stream: Answer

  init(asking asker: DNSAsker, about name: String) async throws {
    // Without EDNS, since some boxes only know the questions of old.
    let questions = try [true, false].map { isRecursive in
      var question = try DNSQuestion(name)
      (question.mostByUDP, question.recursionDesired) = (nil, isRecursive)
      return question
    }
    async let one = asker.answer(to: questions[0], by: .udp)
    async let two = asker.answer(to: questions[1], by: .udp)
    async let three = asker.answer(to: questions[0], by: .tcp)
    (recursive, plain) = (Answer(try await one), Answer(try await two))
    stream = Answer(try await three)
    server = asker.resolver.address.description
  }

  /// For the examples of checks.
  init(recursive: Answer, plain: Answer, stream: Answer) {
    server = "193.0.14.129"
    (self.recursive, self.plain, self.stream) = (recursive, plain, stream)
  }

  var verdict: Verdict {
    if recursive.isForeign || plain.isForeign { return stream.refers ? .onlyUDP : .intercepted }
    if stream.isForeign { return .intercepted }
    return recursive.refers || plain.refers ? .refers : .silent
  }
}

extension RootReferral.Answer {
  fileprivate init(_ answer: DNSAnswer) {
    guard let reply = answer.reply else {
      word = answer.asked.word
      return
    }
    (responseCode, answers) = (reply.responseCode, reply.answers.count)
    offersRecursion = reply.flags.contains(.recursionAvailable)
    refers = reply.responseCode == 0 && reply.authority.contains { $0.type == .ns }
  }
}
