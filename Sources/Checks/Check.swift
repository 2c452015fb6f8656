internal import Documents
public import Hygiene
public import Platform

/// What an audit may look at.
public struct Survey: Sendable {
  public var context: Context
  /// The services whose reachability is measured.
  public var targets: [Target]
  /// Resolvers to ask beside the configured ones, as `ADDRESS` or `ADDRESS:PORT`.
  public var resolvers: [Endpoint]
  /// The person's home folder.
  public var home: String
  /// How the network is to be looked at.
  public var network = NetworkSettings()
  /// Is told how far a long measurement has come.
  public var noted: @Sendable (NetworkProgress) async -> Void = { _ in }
  /// What the checks of one run share.
  var run = NetworkRun()

  public init(
    context: Context = Context(), targets: [Target] = [], resolvers: [Endpoint] = [],
    home: String
  ) {
    (self.context, self.targets) = (context, targets)
    (self.resolvers, self.home) = (resolvers, home)
  }
}

/// A page, and what a working answer of it is.
public struct Target: Hashable, Sendable {
  /// Whose page it is: that decides how a fault of the site itself is judged.
  public enum Role: String, Hashable, Codable, Sendable { case own, neutral, user }
  /// Such as `https://desk.example/`.
  public let url: String
  public let role: Role
  /// The HTTP status codes of a working answer; empty when any answer will do.
  public let statuses: [Int]
  /// Only the head of its answer is read, never a body: a page that may harm who has it.
  public let isHeadOnly: Bool

  let page: WebAddress
  var host: String { page.host }

  init(_ page: WebAddress, role: Role, statuses: [Int] = [], isHeadOnly: Bool = false) {
    (url, self.page) = (page.description, page)
    (self.role, self.statuses, self.isHeadOnly) = (role, statuses, isHeadOnly)
  }
}

/// Somebody whom a check would reach, and what a watcher on the network sees of it.
public struct Contact: Hashable, Sendable {
  public enum Visible: String, Hashable, Sendable, CaseIterable {
    /// A question in clear text on port 53: the name and the resolver.
    case name
    /// A TLS connection: the address, and the name in SNI.
    case connection
    /// A page in clear text: the address, the name, and all that is said.
    case page
    /// A connection to an encrypted resolver: that it is asked, not what.
    case encrypted
    /// A name that the resolvers are asked for, and nobody else.
    case lookedUp = "looked-up"
    /// A name that is sent to the addresses of others.
    case otherName = "other-name"
  }
  /// A host, or a resolver's address.
  public let host: String
  public let port: UInt16
  public let visible: Visible

  public init(host: String, port: UInt16, visible: Visible) {
    (self.host, self.port, self.visible) = (host, port, visible)
  }
}

/// A family of checks that are asked for together.
public enum Family: String, Hashable, Sendable, CaseIterable { case tls, dns, storage, device }

/// What was found about one subject.
public struct Observation<Facts: Codable & Hashable & Sendable>: Sendable {
  public let subject: String
  public let facts: Facts
  public let confidence: Confidence

  public init(_ subject: String, _ facts: Facts, confidence: Confidence = .high) {
    (self.subject, self.facts, self.confidence) = (subject, facts, confidence)
  }
}

/// One thing saqta can find out by itself.
///
/// `gather` touches the world and only records facts; `judge` is a pure function of those facts.
/// Facts are kept in the report, so that a newer saqta can judge an old audit again. Words:
/// `check.<id>.title`, and those that the reports make of its outcomes and facts (`FactWords`).
public protocol Check: Sendable {
  associatedtype Facts: Codable & Hashable & Sendable

  var id: CheckID { get }
  /// Rises when the facts or the rule change their meaning.
  var version: Int { get }
  var family: Family { get }
  /// Whether it sends anything, and so needs consent; by default as its family does.
  var usesNetwork: Bool { get }
  /// How far the person must let network checks go before this one is made; `own` by default.
  var level: NetworkLevel { get }
  /// Whom the check would reach; empty for a local check.
  func contacts(for survey: Survey, in world: World) -> [Contact]
  func gather(from world: World, about survey: Survey) async throws -> [Observation<Facts>]
  func judge(_ facts: Facts) -> Outcome
  /// Facts and the outcome each must get. They document the check, and a test holds it to them.
  var examples: [(Facts, Outcome)] { get }
}

extension Check {
  public var usesNetwork: Bool { family == .tls || family == .dns }

  public var level: NetworkLevel { .own }

  public func contacts(for survey: Survey, in world: World) -> [Contact] { [] }

  /// Measures and judges. Whatever goes wrong is "could not tell", never an error and never a pass.
  public func run(in world: World, about survey: Survey) async -> [Evidence] {
    do {
      return try await gather(from: world, about: survey).map { observation in
        Evidence(
          check: id, version: version, subject: observation.subject,
          outcome: judge(observation.facts), facts: try Documents.fact(observation.facts),
          confidence: observation.confidence, time: world.clock.now)
      }
    } catch is CancellationError {
      return [evidence(.skipped(because: .cancelled), in: world)]
    } catch let refusal as CheckRefusal {
      return [evidence(refusal.outcome, in: world)]
    } catch {
      return [evidence(.unknown(because: .failed), in: world)]
    }
  }

  /// Evidence that says only why there is none.
  public func evidence(_ outcome: Outcome, in world: World) -> Evidence {
    Evidence(
      check: id, version: version, subject: "", outcome: outcome, confidence: .low,
      time: world.clock.now)
  }

  /// The examples that the check does not live up to.
  public var brokenExamples: [String] {
    examples.filter { judge($0.0) != $0.1 }.map { "\($0.0) is judged \(judge($0.0)), not \($0.1)" }
  }
}

/// Why a check could not look at all; thrown by `gather`.
public struct CheckRefusal: Error, Sendable {
  public let outcome: Outcome
  public init(_ outcome: Outcome) { self.outcome = outcome }
}
