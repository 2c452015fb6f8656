internal import Platform

/// What the network checks of one run share, so that none asks again what another has learnt, and
/// all together keep to one limit for each server.
final class NetworkRun: Sendable {
  let gate = Gate()
  /// Whether somebody answers on port 53 in the place of others.
  let interception = Once<[RootReferral]>()
  /// The addresses of all names, by who was asked.
  private let sweeps = Guarded<[String: Once<[NameAnswers]>]>([:])
  /// Where an invented name leads, by who was asked.
  private let inventions = Guarded<[String: Once<[String]>]>([:])

  /// The one connection to the encrypted resolver; nil inside when there is to be none.
  private let encrypted = Guarded<EncryptedAsker??>(nil)

  /// The witness whose answers nobody on the way can forge; nil when the person wants none. The
  /// authorities are read only for the first who asks.
  ///
  /// - Throws: `OpenSSLError` when there is no memory.
  func witness(
    for survey: Survey, in world: World, trusting pem: @autoclosure () -> [[UInt8]]
  ) throws -> EncryptedAsker? {
    try encrypted.withLock { known in
      if let known { return known }
      let isWanted = !survey.encryptedResolvers.isEmpty
      let new = isWanted ? try EncryptedAsker(for: survey, in: world, trusting: pem()) : nil
      known = .some(new)
      return new
    }
  }

  func names(_ whom: String) -> Once<[NameAnswers]> { Self.kept(whom, in: sweeps) }
  func invention(_ whom: String) -> Once<[String]> { Self.kept(whom, in: inventions) }

  private static func kept<Value>(
    _ whom: String, in all: Guarded<[String: Once<Value>]>
  ) -> Once<Value> {
    all.withLock { all in
      if let known = all[whom] { return known }
      let new = Once<Value>()
      all[whom] = new
      return new
    }
  }
}

/// A value that the first who needs it works out, while others wait for it.
actor Once<Value: Sendable> {
  private var work: Task<Value, any Error>?

  /// A failure is not kept: the next one tries again. Whoever is cancelled while the work is under
  /// way cancels it, because all checks of a run are cancelled together.
  func value(_ make: @escaping @Sendable () async throws -> Value) async throws -> Value {
    let task = work ?? Task { try await make() }
    work = task
    do {
      return try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        task.cancel()
      }
    } catch {
      if work == task { work = nil }
      throw error
    }
  }
}

/// Lets at most so many questions be open at one server.
final class Gate: Sendable {
  static let width = 64

  private struct Door {
    var open = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
  }
  private let doors = Guarded<[Endpoint: Door]>([:])

  func through<Value: Sendable>(
    to server: Endpoint, _ work: () async throws -> Value
  ) async throws -> Value {
    try await enter(server)
    defer { leave(server) }
    return try await work()
  }

  /// Waits for a place, which must be given back with `leave`. Every question has a deadline, so
  /// whoever waits here gets through.
  ///
  /// - Throws: `CancellationError`, and then there is nothing to give back.
  func enter(_ server: Endpoint) async throws {
    await withCheckedContinuation { continuation in
      let mayPass = doors.withLock { doors in
        if doors[server, default: Door()].open < Self.width {
          doors[server, default: Door()].open += 1
          return true
        }
        doors[server, default: Door()].waiting.append(continuation)
        return false
      }
      if mayPass { continuation.resume() }
    }
    if Task.isCancelled {
      leave(server)
      throw CancellationError()
    }
  }

  /// The place goes to whoever has waited longest.
  func leave(_ server: Endpoint) {
    let next = doors.withLock { doors -> CheckedContinuation<Void, Never>? in
      guard var door = doors.removeValue(forKey: server) else { return nil }
      defer { if door.open > 0 { doors[server] = door } }
      if !door.waiting.isEmpty { return door.waiting.removeFirst() }
      door.open -= 1
      return nil
    }
    next?.resume()
  }
}
