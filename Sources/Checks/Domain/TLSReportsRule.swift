internal import Hygiene
internal import Platform

/// Whether failures of encryption are reported to the domain (RFC 8460).
struct TLSReportsFacts: DomainFacts {
  enum Finding: String, DomainFinding {
    case wanted
    case none, several, invalid
    case noMail = "no-mail"

    var weight: DomainWeight {
      switch self {
      case .wanted: .good
      case .none: .concern
      case .several, .invalid: .problem
      case .noMail: .skipped(.notPresent)
      }
    }
  }

  let domain: String
  var records: [String] = []
  var word: FailureWord?
  /// Whether the domain takes mail at all.
  var takesMail: Bool
  var findings: [Finding] = []

  init(_ domain: String, _ answer: DomainAnswer, takesMail: Bool) {
    (self.domain, self.takesMail) = (domain, takesMail)
    records = answer.texts.filter { $0.hasPrefix("v=TLSRPTv1") }
    word = records.isEmpty ? answer.word : nil
  }

  var missing: Reason? {
    guard let word, word != .nxdomain, word != .noData else { return nil }
    return Reason(unanswered: word)
  }

  var concluded: [Finding] {
    if missing != nil { return [] }
    guard let record = records.first else { return [takesMail ? .none : .noMail] }
    if records.count > 1 { return [.several] }
    guard let tags = TagList(record), tags.begins(withVersion: "TLSRPTv1"), let rua = tags["rua"]
    else { return [.invalid] }
    let isFine = rua.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { place in
      let place = place.trimmedOfSpace.lowercased()
      return place.hasPrefix("mailto:") && place.contains("@") || place.hasPrefix("https://")
    }
    return [isFine ? .wanted : .invalid]
  }
}
