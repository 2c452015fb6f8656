internal import Hygiene
internal import Platform

/// Whether somebody answers on port 53 in the place of others, whoever is asked.
///
/// Two root servers are asked for a name that they do not know. They refer onward; an answer, or the
/// offer to find one out, comes from somebody else. That is a concern: routers and offices do it as
/// well as states, and everything that is measured on port 53 then describes the one in between.
/// Silence proves nothing, for firewalls drop such questions.
struct DNSInterception: ResolverCheck {
  let id: CheckID = "dns-interception"
  let version = 1
  let probe: DNSProbe

  init(_ probe: DNSProbe = DNSProbe()) { self.probe = probe }

  struct Facts: Codable, Hashable, Sendable {
    let verdict: RootReferral.Verdict
    let referral: RootReferral

    init(_ referral: RootReferral) { (verdict, self.referral) = (referral.verdict, referral) }
  }

  func contacts(for survey: Survey, in world: World) -> [Contact] {
    probe.contacts(at: probe.places.roots, for: survey)
  }

  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>] {
    let roots = probe.reachable(probe.places.roots, for: survey)
    if roots.isEmpty { throw CheckRefusal(.unknown(because: .notPresent)) }
    return zip(roots, try await probe.referrals(survey, in: world)).map { root, referral in
      Observation(root.description, Facts(referral))
    }
  }

  func judge(_ facts: Facts) -> Outcome {
    switch facts.verdict {
    case .refers: .good
    case .onlyUDP, .intercepted: .concern
    case .silent: .unknown(because: Reason(unanswered: facts.referral.recursive.word))
    }
  }

  var examples: [(Facts, Outcome)] {
    let refers = RootReferral.Answer(word: nil, responseCode: 0, refers: true)
    let lost = RootReferral.Answer(word: .timeout)
    let other = RootReferral.Answer(word: nil, responseCode: 0, answers: 1, offersRecursion: true)
    let refused = RootReferral.Answer(word: nil, responseCode: 5, offersRecursion: true)
    func facts(
      _ recursive: RootReferral.Answer, _ plain: RootReferral.Answer,
      _ stream: RootReferral.Answer
    ) -> Facts { Facts(RootReferral(recursive: recursive, plain: plain, stream: stream)) }
    return [
      (facts(refers, refers, refers), .good),
      (facts(refers, lost, lost), .good),
      (facts(other, other, refers), .concern),
      (facts(other, lost, lost), .concern),
      (facts(lost, refused, lost), .concern),
      (facts(lost, lost, other), .concern),
      // By TCP alone the root server answered: that says nothing about UDP.
      (facts(lost, lost, refers), .unknown(because: .timedOut)),
    ]
  }
}
