/// How one control stood in an audit or a round of audits.
public struct Standing: Hashable, Sendable {
  /// As the newest checklist calls it.
  public let control: ControlID
  /// As the audit calls it.
  public let name: ControlID
  public private(set) var kind: Asked.Kind
  public private(set) var claims: Claims
  public let measured: Measured
  /// Worst to best; nil when it leaves the base.
  public private(set) var worth: ClosedRange<Rational>?

  init(_ asked: Asked, control: ControlID, partly: Rational) {
    (self.control, name, kind) = (control, asked.control, asked.kind)
    (claims, measured) = (asked.claims, asked.measured)
    worth = claims.worth(partly: partly)
  }

  public var answer: Answer { claims.answer }

  /// The same answers, weighed as another checklist weighs.
  func weighed(as kind: Asked.Kind, partly: Rational) -> Standing {
    var copy = self
    (copy.kind, copy.worth) = (kind, claims.worth(partly: partly))
    return copy
  }

  /// The answers of several people, weighed as the checklist of the latter weighs.
  mutating func add(_ later: Standing, partly: Rational) {
    (kind, claims) = (later.kind, claims.union(later.claims))
    worth = claims.worth(partly: partly)
  }
}

/// How the controls stood in an audit or a round of audits, each control once, in order.
public struct Standings: Hashable, Sendable {
  public private(set) var all: [Standing] = []
  public private(set) var partly: Rational
  private var places: [ControlID: Int] = [:]

  /// `successors` are the controls that a checklist has renamed. Where one audit holds several that
  /// are one control today, the one of today's name counts, else the one that stands worst.
  /// `partly` is what *partly* is worth.
  public init(
    _ asked: [Asked], partly: Rational, successors: [ControlID: ControlID] = [:]
  ) {
    self.partly = partly
    all.reserveCapacity(asked.count)
    places.reserveCapacity(asked.count)
    for asked in asked {
      let standing = Standing(
        asked, control: successors.isEmpty ? asked.control : today(asked.control, successors),
        partly: partly)
      if let place = places[standing.control] {
        if standing.counts(before: all[place]) { all[place] = standing }
      } else {
        places[standing.control] = all.count
        all.append(standing)
      }
    }
  }

  public subscript(_ control: ControlID) -> Standing? { places[control].map { all[$0] } }

  /// Adds the answers of somebody else in the same round.
  public mutating func add(_ other: Standings) {
    partly = other.partly
    for standing in other.all {
      if let place = places[standing.control] {
        all[place].add(standing, partly: partly)
      } else {
        places[standing.control] = all.count
        all.append(standing)
      }
    }
  }
}

extension Report {
  public func standings(by successors: [ControlID: ControlID] = [:]) -> Standings {
    Standings(asked, partly: method.partlyCredit, successors: successors)
  }
}

extension Standing {
  fileprivate func counts(before other: Standing) -> Bool {
    if other.name == control { return false }
    if name == control { return true }
    guard let worth else { return false }
    guard let otherWorth = other.worth else { return true }
    return worth.lowerBound < otherWorth.lowerBound
  }
}

/// What a control is called today. A ring of names ends where it began.
func today(_ control: ControlID, _ successors: [ControlID: ControlID]) -> ControlID {
  var (name, seen): (ControlID, Set<ControlID>) = (control, [control])
  while let next = successors[name], seen.insert(next).inserted { name = next }
  return name
}
