internal import DNS
internal import Hygiene
internal import Platform

/// One question to one resolver, and what came of it.
struct DNSAsked: Codable, Hashable, Sendable {
  /// Absolute, with the dot at its end.
  let name: String
  /// Whether the resolver was told not to refuse what does not validate (CD).
  var checkingDisabled = false
  /// What went wrong; nil when the answer holds what was asked for.
  var word: FailureWord?
  /// 0 NOERROR, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED …; nil when no answer came.
  var responseCode: Int?
  /// The resolver's own reason (RFC 8914).
  var extendedError: Int?
  var addresses: [String] = []
  var tookMilliseconds = 0
  /// Whether the answer was too large for UDP and was fetched by TCP.
  var overTCP = false
  /// Answers whose id or question was not ours.
  var strays = 0
  /// Messages that could not be read.
  var malformed = 0

  /// Whether the name has an address that a public service may have.
  var isResolved: Bool { responseCode == 0 && word == nil }

  init(_ question: DNSQuestion) {
    (name, checkingDisabled) = (question.name, question.checkingDisabled)
  }

  /// For the examples of checks.
  init(
    _ name: String, _ word: FailureWord?, code: Int?, checkingDisabled: Bool = false,
    addresses: [String] = [], took: Int = 20
  ) {
    (self.name, self.word, self.checkingDisabled) = (name, word, checkingDisabled)
    (responseCode, self.addresses, tookMilliseconds) = (code, addresses, took)
  }

  /// Takes over what an answer says.
  mutating func take(_ reply: DNSReply, to question: DNSQuestion) {
    (responseCode, extendedError) = (reply.responseCode, reply.extendedError)
    let found = reply.texts(of: question.type)
    if question.type == .a || question.type == .aaaa {
      addresses = found.prefix(16).map { cleaned($0, atMost: 64) }
    }
    word =
      switch reply.responseCode {
      case 0 where found.isEmpty: .noData
      case 0: addresses.isOnlyBogons ? .bogon : nil
      case 2: .servfail
      case 3: .nxdomain
      case 5: .refused
      default: .otherRcode
      }
  }
}

extension [String] {
  fileprivate var isOnlyBogons: Bool {
    !isEmpty && allSatisfy { IPAddress($0)?.isBogon ?? false }
  }
}
