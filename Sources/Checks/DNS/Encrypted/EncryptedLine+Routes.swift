internal import Platform

// From one connection to the next.
extension EncryptedLine {
  /// The connection is of no more use.
  func lose(_ problem: NetworkProblem) {
    open?.stream.connection.abort()
    open = nil
    canaryAsked = nil
    if isProven {
      if answered > 0 { window = answered }
      for number in inFlight where answered == 0 {
        pending[number]?.losses += 1
        if pending[number]?.losses ?? 0 > Self.mostLosses { finish(number, problem.word) }
      }
    } else if let route {
      firstProblem = firstProblem ?? problem
      barren.insert(route)
    }
    askAgain(inFlight.sorted())
  }

  /// Tries the routes, the one that led somewhere before first.
  func connect() async {
    if let refusal, refusal.end > .now {
      refuse(refusal.problem)
      return
    }
    for each in (route.map { [$0] } ?? []) + routes.filter({ $0 != route }) {
      do {
        try await connect(by: each)
        return
      } catch {
        firstProblem = firstProblem ?? error.problem
        guard error.isCutAtHello, each.name != nil else { continue }
        if (try? await connect(by: each.withoutName)) != nil { return }
      }
    }
    let problem = firstProblem ?? NetworkProblem(.unknown)
    refusal = (problem, .now.advanced(by: settings.patience.rest))
    refuse(problem)
  }

  private func connect(by route: EncryptedRoute) async throws(RouteProblem) {
    if barren.contains(route) {
      throw RouteProblem(.answer, firstProblem ?? NetworkProblem(.eof))
    }
    open = try await route.open(settings)
    (self.route, answered, lastAnswer) = (route, 0, .now)
  }

  /// Ends every question; nobody is asked for a while.
  private func refuse(_ problem: NetworkProblem) {
    (route, firstProblem, barren) = (nil, nil, [])
    for number in pending.keys.sorted() { finish(number, problem.word) }
    (waiting, inFlight) = ([], [])
  }
}
