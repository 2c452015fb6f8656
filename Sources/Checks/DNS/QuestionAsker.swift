internal import DNS

/// Whoever can be asked: a resolver in clear text, or an encrypted one.
protocol QuestionAsker: Sendable {
  /// All at once; the answers stand in the order of the questions.
  ///
  /// - Throws: only when the task was cancelled or there is no randomness; what the network does is
  ///   a word.
  func answers(to questions: [DNSQuestion]) async throws -> [DNSAnswer]
}

/// What came of one question: the word for it, and the whole answer if one came that fits.
struct DNSAnswer: Sendable {
  let asked: DNSAsked
  let reply: DNSReply?
  /// `udp:192.0.2.53`, `tcp:…`, `dot:192.0.2.1` or `doh:192.0.2.1`.
  let via: String
  /// The certificate of the encrypted resolver is good but for its dates: most likely the clock of
  /// this computer is wrong.
  var isOutOfDate = false
}
