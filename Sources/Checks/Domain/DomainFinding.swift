internal import Hygiene

/// How much one finding about a domain weighs.
enum DomainWeight: Hashable, Sendable {
  case good
  /// Worth saying, and neither good nor bad.
  case note
  case concern, problem
  case unknown(Reason)
  case skipped(Reason)
}

/// One thing that a rule may find. Words: `check.<id>.findings.<name>`.
protocol DomainFinding: RawRepresentable<String>, Codable, Hashable, Sendable, CaseIterable {
  var weight: DomainWeight { get }
}

/// What was seen of one domain in one respect.
///
/// What follows from it is a pure function of the rest, so that an old audit can be judged again.
protocol DomainFacts: Codable, Hashable, Sendable {
  associatedtype Finding: DomainFinding
  /// What the rule says of the facts, each once.
  var concluded: [Finding] { get }
  /// What the version that measured said; judged anew from the other facts.
  var findings: [Finding] { get set }
  /// Why something could not be seen that would be needed to say more; nil when all was seen.
  var missing: Reason? { get }
  /// Facts and the outcome each must get; their findings need not be written down.
  static var cases: [(Self, Outcome)] { get }
}

extension DomainFacts {
  /// The same with its findings written down.
  var settled: Self {
    var facts = self
    facts.findings = concluded
    return facts
  }

  var outcome: Outcome { Outcome(weighing: concluded.map(\.weight), missing: missing) }
}

extension Outcome {
  /// The worst decides. What could not be seen outweighs what is good and nothing else.
  init(weighing weights: [DomainWeight], missing: Reason?) {
    var (unknown, skipped) = (missing, Reason?.none)
    for weight in weights {
      if case .unknown(let reason) = weight { unknown = unknown ?? reason }
      if case .skipped(let reason) = weight { skipped = skipped ?? reason }
    }
    if weights.contains(.problem) {
      self = .problem
    } else if weights.contains(.concern) {
      self = .concern
    } else if let unknown {
      self = .unknown(because: unknown)
    } else if weights.contains(.good) {
      self = .good
    } else if let skipped {
      self = .skipped(because: skipped)
    } else {
      self = .unknown(because: .unexplained)
    }
  }
}
