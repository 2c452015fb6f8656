public import Hygiene
public import Platform

extension Sequence where Element == any Check {
  /// Everybody whom these checks would reach, each once, in order. A check above the level of the
  /// survey reaches nobody.
  public func contacts(for survey: Survey, in world: World) -> [Contact] {
    var seen: Set<Contact> = []
    return filter { $0.mayRun(at: survey.network.level) }
      .flatMap { $0.contacts(for: survey, in: world) }.filter { seen.insert($0).inserted }
  }
}

extension Check {
  fileprivate func mayRun(at level: NetworkLevel) -> Bool { !usesNetwork || self.level <= level }
}

/// Makes checks side by side and returns their evidence in the order of the checks.
///
/// `mayUseNetwork` is the person's consent: without it a check that sends anything is skipped, and
/// so is one above the level that the survey allows.
/// `finished` is told after each check, so that its evidence can be shown while others go on.
public func gatherAll(
  _ checks: [any Check], about survey: Survey, mayUseNetwork: Bool, in world: World,
  finished: @escaping @Sendable (CheckID, [Evidence]) async -> Void = { _, _ in }
) async -> [Evidence] {
  var survey = survey
  survey.run = NetworkRun()
  let shared = survey
  return await withTaskGroup(of: (Int, [Evidence]).self) { group in
    for (index, check) in checks.enumerated() {
      group.addTask {
        let refusal: Reason? =
          check.usesNetwork && !mayUseNetwork
          ? .noConsent
          : check.mayRun(at: shared.network.level) ? nil : .needs(check.level)
        let evidence =
          if let refusal {
            [check.evidence(.skipped(because: refusal), in: world)]
          } else { await check.run(in: world, about: shared) }
        await finished(check.id, evidence)
        return (index, evidence)
      }
    }
    var results: [(Int, [Evidence])] = []
    for await result in group { results.append(result) }
    return results.sorted { $0.0 < $1.0 }.flatMap(\.1)
  }
}

extension Reason {
  /// The check asks more than the person allowed.
  static func needs(_ level: NetworkLevel) -> Reason {
    Reason(rawValue: "needs-level-\(level.rawValue)")
  }
}
