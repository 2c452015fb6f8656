internal import DNS
internal import Hygiene
internal import Platform

/// Whether the domain says who may send mail in its name, and refuses everybody else (SPF, RFC 7208).
///
/// The record and all that it includes are gone through as a receiver does: at most ten look-ups and
/// two that find nothing. What a macro stands for is known only when a message comes, so an include
/// by macro is unknown.
struct OwnSPF: DomainCheck {
  typealias Facts = SPFFacts
  let id: CheckID = "own-spf"
  var probe = DomainProbe()

  func facts(of domain: String, by look: DomainLook) async throws -> SPFFacts {
    let answer = try await look.ask(domain, .txt)
    var facts = SPFFacts(domain, answer)
    guard facts.records.count == 1 else { return facts }
    // Each round asks what the last one led to.
    for _ in 0..<12 {
      let wanted = SPFWalk(facts).wanted
      if wanted.isEmpty { break }
      var lookups = facts.lookups
      for (kind, name) in wanted {
        let isNew = !lookups.contains { $0.kind == kind && $0.answer.name == name }
        guard isNew else { continue }
        lookups.append(try await look.lookUp(kind, name))
      }
      facts = SPFFacts(domain, answer, lookups)
    }
    return facts
  }
}

extension DomainLook {
  fileprivate func lookUp(
    _ kind: SPFFacts.Lookup.Kind, _ name: String
  ) async throws -> SPFFacts.Lookup {
    switch kind {
    case .txt:
      var answer = try await ask(name, .txt)
      answer.texts = Array(answer.texts.filter(SPFRecord.claims).prefix(2))
      return SPFFacts.Lookup(kind: kind, answer: answer)
    case .mx: return SPFFacts.Lookup(kind: kind, answer: try await ask(name, .mx))
    case .address:
      let (found, word) = try await addresses(of: name)
      return SPFFacts.Lookup(
        kind: kind, answer: DomainAnswer(name, found.prefix(4).map(\.description), word))
    }
  }
}
