internal import DNS
internal import Hygiene

/// Whether receivers are told to refuse forged mail in the domain's name (DMARC, RFC 9989).
///
/// The domain's own record counts, else that of its organisation: parents are asked up to the top
/// level. Reports to somebody else's address need that one's agreement, which is asked for too.
struct OwnDMARC: DomainCheck {
  typealias Facts = DMARCFacts
  let id: CheckID = "own-dmarc"
  var probe = DomainProbe()

  func facts(of domain: String, by look: DomainLook) async throws -> DMARCFacts {
    var walk: [DomainAnswer] = []
    for name in DMARCFacts.names(for: domain) {
      var answer = try await look.ask(name, .txt)
      answer = DomainAnswer(name, answer.texts.filter(DMARCRecord.claims), answer.word)
      walk.append(answer)
      // What lies above says nothing while this is not known.
      if answer.missing != nil { break }
      let found = answer.texts.compactMap(DMARCRecord.init)
      if found.count == 1, walk.count == 1 || found[0].suffix != nil { break }
    }
    let targets = DMARCFacts.record(in: walk)?.reports ?? []
    let strangers = Set(targets).filter { target in
      !DomainNames.isWithin(target, domain) && !DomainNames.isWithin(domain, target)
    }
    let agreements = try await look.ask(
      strangers.sorted().prefix(4).map { "\(domain)._report._dmarc.\($0)" }, .txt)
    return DMARCFacts(domain, walk, agreements)
  }
}
