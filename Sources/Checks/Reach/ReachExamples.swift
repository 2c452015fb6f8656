internal import Hygiene
internal import Platform

/// Facts and the outcome each must get, from the way a target usually ends.
enum ReachExamples {
  static let all: [(ReachFacts, Outcome)] = [
    (Sketch().genuine("1").read("1").facts(.own), .good),
    (
      Sketch().genuine("1").read("1", status: 503).facts(.user, [200]),
      .unknown(because: .siteItself)
    ),
    (Sketch().genuine("1").read("1", status: 503).facts(.own, [200]), .concern),
    (Sketch().genuine("1").read("1", status: 403, isChallenge: true).facts(.user, [200]), .good),
    // A mail server is no web server, and yet it is there and genuine.
    (Sketch().genuine("1").read("1", .malformed).facts(.own), .good),
    (Sketch().failed(.connect, .refused).facts(.own), .unknown(because: .undecided)),
    (Sketch().failed(.connect, .timeout).facts(.user), .unknown(because: .undecided)),
    (Sketch().cut(.timeout).facts(.user), .concern),
    (Sketch().cut(.reset).facts(.user), .concern),
    (Sketch().failed(.handshake, .notTLS).facts(.user), .unknown(because: .undecided)),
    (Sketch().chain(.badDate, anchor: .public).facts(.own), .problem),
    (Sketch().chain(.badDate, anchor: .public).facts(.user), .unknown(because: .siteItself)),
    (Sketch().witness("1").chain(.wrongName, anchor: .public).facts(.own), .problem),
    // Without a witness a lying resolver may have sent us to somebody else.
    (Sketch().chain(.wrongName, anchor: .public).facts(.own), .unknown(because: .undecided)),
    (Sketch().chain(.unknownAuthority).facts(.user), .concern),
    (
      Sketch().chain(.unknownAuthority, authorities: 0).facts(.user),
      .unknown(because: .noAuthorities)
    ),
    (Sketch().chain(.unknownAuthority, interception: .listed).facts(.user), .problem),
    (Sketch().chain(.badDate, interception: .pattern).facts(.user), .concern),
    (Sketch(system: [], .nxdomain).witness("1").genuine("1").facts(.user), .problem),
    (Sketch(system: [], .nxdomain).facts(.user), .unknown(because: .undecided)),
    (Sketch(system: [], .nxdomain).denied().facts(.own), .problem),
    (Sketch(system: ["10.0.0.1"], .bogon).witness("1").genuine("1").facts(.user), .problem),
    (
      Sketch(system: ["95.0.0.9"]).witness("1").failed(.connect, .refused, at: "95.0.0.9").genuine(
        "1"
      ).facts(.user), .problem
    ),
    (Sketch().genuine("1").read("1", .timeout, attempt: 2).facts(.user), .concern),
    (Sketch().genuine("1").facts(.user, isOffline: true), .unknown(because: .noNetwork)),
    (Sketch().facts(.user, isCaptive: true), .unknown(because: .captive)),
  ]
}

/// Makes facts for examples and tests. An address `"1"` stands for `95.0.0.1`.
struct Sketch {
  private var operations: [Operation] = []
  private var authorities = 137
  private let host = "desk.example"

  init(system: [String] = ["95.0.0.1"], _ word: FailureWord? = nil) {
    lookUp("system", system, word, code: nil)
  }

  private static func full(_ address: String) -> String {
    address.utf8.count == 1 ? "95.0.0.\(address)" : address
  }

  private func operation(_ stage: Operation.Stage, _ word: FailureWord?, attempt: Int = 1)
    -> Operation
  {
    var operation = Operation(
      id: operations.count + 1, transaction: operations.count + 1, depth: 0, attempt: attempt,
      stage: stage, name: host, started: operations.count, took: 12)
    operation.word = word
    return operation
  }

  private mutating func lookUp(
    _ via: String, _ addresses: [String], _ word: FailureWord?, code: Int?
  ) {
    var operation = operation(.resolve, word)
    operation.via = via
    operation.lookUp = Operation.LookUp(type: "ANY", addresses: addresses, responseCode: code)
    operations.append(operation)
  }

  func witness(_ address: String) -> Sketch {
    var all = self
    all.lookUp("dot:1.1.1.1", [Self.full(address)], nil, code: 0)
    return all
  }

  func system(_ addresses: [String], _ word: FailureWord?) -> Sketch {
    var all = self
    all.lookUp("system", addresses, word, code: nil)
    return all
  }

  /// A resolver was asked directly.
  func direct(_ word: FailureWord?) -> Sketch {
    var all = self
    all.lookUp("udp:95.56.0.1", [], word, code: nil)
    return all
  }

  func denied() -> Sketch {
    var all = self
    all.lookUp("dot:1.1.1.1", [], .nxdomain, code: 3)
    return all
  }

  func genuine(_ address: String) -> Sketch {
    chain(nil, anchor: .public, at: address)
  }

  func chain(
    _ word: FailureWord?, anchor: Operation.Handshake.Anchor = .none,
    interception: Operation.Handshake.Interception? = nil, authorities: Int = 137,
    at address: String = "1"
  ) -> Sketch {
    var all = self
    var operation = operation(.handshake, word)
    (operation.address, operation.port) = (Self.full(address), 443)
    operation.handshake = Operation.Handshake(
      errors: word == nil ? [] : ["1@0"], anchor: anchor, interception: interception)
    all.authorities = authorities
    all.operations.append(operation)
    return all
  }

  func failed(_ stage: Operation.Stage, _ word: FailureWord, at address: String = "1") -> Sketch {
    var all = self
    var operation = operation(stage, word)
    (operation.address, operation.port) = (Self.full(address), 443)
    if stage == .handshake { operation.point = .afterServerHello }
    all.operations.append(operation)
    return all
  }

  func cut(_ word: FailureWord, at address: String = "1") -> Sketch {
    var all = failed(.handshake, word, at: address)
    all.operations[all.operations.count - 1].point = .clientHello
    return all
  }

  func read(
    _ address: String, _ word: FailureWord? = nil, status: Int = 200, isChallenge: Bool = false,
    attempt: Int = 1
  ) -> Sketch {
    var all = self
    var operation = operation(.read, word, attempt: attempt)
    (operation.address, operation.port) = (Self.full(address), 443)
    if word == nil {
      operation.page = Operation.Page(
        url: "https://\(host)/", status: status, isChallenge: isChallenge)
    }
    all.operations.append(operation)
    return all
  }

  func facts(
    _ role: Target.Role, _ statuses: [Int] = [], isOffline: Bool = false, isCaptive: Bool = false
  ) -> ReachFacts {
    var facts = ReachFacts(
      url: "https://\(host)/", role: role, statuses: statuses,
      hops: [ReachFacts.Hop(url: "https://\(host)/", scheme: "https", host: host, port: 443)])
    facts.operations = operations
    facts.circumstances.authorities = authorities
    (facts.circumstances.isOffline, facts.circumstances.isCaptive) = (isOffline, isCaptive)
    facts.verdict = ReachJudgement(facts).verdict.rawValue
    return facts
  }
}
