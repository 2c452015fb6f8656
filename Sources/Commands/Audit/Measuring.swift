internal import Checks
internal import Hygiene
internal import Platform

/// The checks of one audit, made while the person answers.
actor Measuring {
  private let checks: [any Checks.Check]
  private let world: World
  private var work: Task<[Evidence], Never>?

  init(_ checks: [any Checks.Check], in world: World) {
    (self.checks, self.world) = (checks, world)
  }

  func begin(about survey: Survey, mayUseNetwork: Bool) {
    work?.cancel()
    work = Task { [checks, world] in
      await gatherAll(checks, about: survey, mayUseNetwork: mayUseNetwork, in: world)
    }
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
