internal import DNS
internal import Hygiene
internal import OpenSSL
internal import Platform

/// How far one route to an encrypted resolver led.
struct EncryptedReach: Codable, Hashable, Sendable {
  let transport: EncryptedRoute.Transport
  let address: String
  let port: UInt16
  /// Whether no name was sent, because one that was sent had been cut.
  var isWithoutName = false
  /// The last stage.
  var stage: EncryptedRoute.Stage
  /// What went wrong there; nil when an answer came.
  var word: FailureWord?
  /// Numbers beside the word, such as `x509 19@1`.
  var detail: String?
  /// The certificate is good but for its dates.
  var isOutOfDate = false
  /// Of the certificates that proved nothing.
  var certificates: [SeenCertificate] = []
  var tookMilliseconds = 0
}

extension EncryptedReach {
  /// Tries every route to a resolver, all at once, with one question about the root. Where our first
  /// message was cut it tries again without the name.
  static func measured(
    _ resolver: EncryptedResolver, _ settings: EncryptedSettings
  ) async throws -> [EncryptedReach] {
    let routes = EncryptedRoute.all(to: resolver)
    return try await withThrowingTaskGroup(of: (Int, [EncryptedReach]).self) { group in
      for (index, route) in routes.enumerated() {
        group.addTask {
          let (first, isCut) = await measured(route, settings)
          if !isCut { return (index, [first]) }
          return (index, [first, await measured(route.withoutName, settings).reach])
        }
      }
      var found: [Int: [EncryptedReach]] = [:]
      for try await (index, reaches) in group { found[index] = reaches }
      try Task.checkCancellation()
      return routes.indices.flatMap { found[$0] ?? [] }
    }
  }

  private static func measured(
    _ route: EncryptedRoute, _ settings: EncryptedSettings
  ) async -> (reach: EncryptedReach, isCut: Bool) {
    var reach = EncryptedReach(
      transport: route.transport, address: route.endpoint.address.description,
      port: route.endpoint.port, isWithoutName: route.name == nil, stage: .answer)
    let watch = RunClock()
    var isCut = false
    do {
      reach.isOutOfDate = try await route.tried(settings)
    } catch {
      (reach.stage, reach.word) = (error.stage, error.problem.word)
      reach.detail = error.problem.detail.isEmpty ? nil : error.problem.detail
      reach.certificates = error.certificates
      isCut = error.isCutAtHello && route.name != nil
    }
    reach.tookMilliseconds = watch.milliseconds
    return (reach, isCut)
  }
}

extension EncryptedRoute {
  /// Asks one question about the root and waits for the answer; whether the certificate is out of
  /// date.
  fileprivate func tried(_ settings: EncryptedSettings) async throws(RouteProblem) -> Bool {
    var open = try await open(settings)
    let connection = open.stream.connection
    defer { connection.abort() }
    do {
      try open.framing.ask(DNSQuestion(".", .ns), as: 0)
      let deadline = ContinuousClock.now.advanced(by: settings.patience.answer)
      while true {
        let output = try open.stream.encrypt(open.framing.takeOutput())
        if !output.isEmpty { try await connection.write(output, until: deadline) }
        let (said, end) = open.stream.decrypt(
          try await connection.read(atMost: 16_384, until: deadline))
        for answer in said.isEmpty ? [] : try open.framing.receive(said) {
          switch answer.content {
          case .reply: return open.isOutOfDate
          case .failed(let problem): throw problem
          case .lost: throw NetworkProblem(.eof)
          }
        }
        if let end { throw end }
      }
    } catch { throw RouteProblem(.answer, error) }
  }
}
