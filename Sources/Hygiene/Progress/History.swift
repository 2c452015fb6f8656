/// The audits of an organisation, round by round.
///
/// A round is the audits of one name or else of one month; the people in it are merged, so that
/// what is kept does not grow with their number and says nothing of any one of them.
public struct History: Hashable, Sendable {
  public struct Round: Hashable, Sendable {
    public let name: String
    /// How many audits it has: one for each person, if everybody made one.
    public fileprivate(set) var audits: Int
    /// The versions of the checklist, in the order of their first use.
    public fileprivate(set) var versions: [String]
    public fileprivate(set) var standings: Standings

    public var overall: Figures? { Figures(standings.all) }
    public var domains: [DomainID: Figures] { figures { [$0.domain] } }
    public var scenarios: [ScenarioID: Figures] { figures { $0.scenarios } }
    public var units: [Unit: Figures] { figures { [$0.unit] } }

    private func figures<Group: Hashable>(
      _ groups: (Asked.Kind) -> [Group]
    ) -> [Group: Figures] {
      grouped(standings.all) { groups($0.kind) }.compactMapValues { Figures($0) }
    }
  }

  /// The id of the checklist: audits by another one cannot be set beside these.
  public let checklist: String
  /// In the order in which the audits were added.
  public private(set) var rounds: [Round] = []
  private let successors: [ControlID: ControlID]
  private var places: [String: Int] = [:]

  /// `successors` are the controls that the checklist has renamed.
  public init(of checklist: String, successors: [ControlID: ControlID] = [:]) {
    (self.checklist, self.successors) = (checklist, successors)
  }

  /// Adds the next audit; the order is that of the records, never the clock's.
  public mutating func add(_ audit: PastAudit) {
    let name = audit.round ?? String(audit.time.day.description.prefix(7))
    let standings = Standings(audit.asked, partly: audit.partly, successors: successors)
    guard let place = places[name] else {
      places[name] = rounds.count
      rounds.append(
        Round(name: name, audits: 1, versions: [audit.version], standings: standings))
      return
    }
    rounds[place].audits += 1
    rounds[place].standings.add(standings)
    if !rounds[place].versions.contains(audit.version) {
      rounds[place].versions.append(audit.version)
    }
  }

  /// What each round but the first shares with the one before it.
  public var steps: [CommonPart] {
    zip(rounds, rounds.dropFirst()).map { CommonPart($0.standings, $1.standings) }
  }
}
