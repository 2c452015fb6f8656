internal import Checks
internal import Hygiene
internal import Interview
internal import Platform

/// The checks of one audit, made while the person answers.
actor Measuring {
  private let checks: [any Checks.Check]
  private let world: World
  private var work: Task<[Evidence], Never>?
  private var soFar = Measurements.SoFar()

  init(_ checks: [any Checks.Check], in world: World) {
    (self.checks, self.world) = (checks, world)
  }

  func begin(about survey: Survey, mayUseNetwork: Bool) {
    work?.cancel()
    soFar = .init(running: Set(checks.fitting(survey).map(\.id)))
    work = Task { [checks, world] in
      await gatherAll(
        checks, about: survey, mayUseNetwork: mayUseNetwork, in: world, finished: note)
    }
  }

  private func note(_ check: CheckID, _ evidence: [Evidence]) {
    soFar.evidence += evidence
    soFar.running.remove(check)
  }

  nonisolated var measurements: Measurements {
    Measurements(soFar: { await self.soFar }, all: { await self.evidence() })
  }

  /// Waits for the last check; every wait in a check has a deadline, so this ends.
  func evidence() async -> [Evidence] {
    guard let work else { return [] }
    return await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      work.cancel()
    }
  }

  func cancel() { work?.cancel() }
}
