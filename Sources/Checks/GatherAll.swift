public import Hygiene
public import Platform

extension Sequence where Element == any Check {
  /// Those that have anything to look at: the rules for the organisation's own domains are left out
  /// where none was named.
  public func fitting(_ survey: Survey) -> [any Check] {
    filter { $0.family != .domain || !survey.domains.isEmpty }
  }

  /// Everybody whom these checks would reach, each once, in order.
  public func contacts(for survey: Survey, in world: World) -> [Contact] {
    var seen: Set<Contact> = []
    return fitting(survey).flatMap { $0.contacts(for: survey, in: world) }.filter {
      seen.insert($0).inserted
    }
  }
}

/// Makes checks side by side and returns their evidence in the order of the checks.
///
/// `mayUseNetwork` is the person's consent: without it a check that sends anything is skipped.
/// `finished` is told after each check, so that its evidence can be shown while others go on.
public func gatherAll(
  _ checks: [any Check], about survey: Survey, mayUseNetwork: Bool, in world: World,
  finished: @escaping @Sendable (CheckID, [Evidence]) async -> Void = { _, _ in }
) async -> [Evidence] {
  await withTaskGroup(of: (Int, [Evidence]).self) { group in
    for (index, check) in checks.fitting(survey).enumerated() {
      group.addTask {
        guard !check.usesNetwork || mayUseNetwork else {
          let skipped = [check.evidence(.skipped(because: .noConsent), in: world)]
          await finished(check.id, skipped)
          return (index, skipped)
        }
        let evidence = await check.run(in: world, about: survey)
        await finished(check.id, evidence)
        return (index, evidence)
      }
    }
    var results: [(Int, [Evidence])] = []
    for await result in group { results.append(result) }
    return results.sorted { $0.0 < $1.0 }.flatMap(\.1)
  }
}
