/// The organisation's plan as its records make it: what was assigned, done and dropped, and what a
/// later audit says of it. A fold; nothing is ever changed in place.
public struct ActionPlan: Hashable, Sendable {
  public struct Task: Hashable, Sendable {
    public let control: ControlID
    /// A role, never a name.
    public fileprivate(set) var owner: String?
    public fileprivate(set) var due: Day?
    public fileprivate(set) var state = PlanChange.State.open
    /// Why it was dropped.
    public fileprivate(set) var reason: String?
    /// Whether it was called done and a later audit found that it is not.
    public fileprivate(set) var isReopened = false

    public var isOpen: Bool { state != .done && state != .dropped }
    public func isOverdue(on day: Day) -> Bool { isOpen && due.map { $0 < day } ?? false }
  }

  /// In the order in which they were first spoken of.
  public private(set) var tasks: [Task] = []
  private var places: [ControlID: Int] = [:]
  private let successors: [ControlID: ControlID]

  /// `successors` are the controls that the checklist has renamed.
  public init(successors: [ControlID: ControlID] = [:]) { self.successors = successors }

  public func holds(_ control: ControlID) -> Bool { places[today(control, successors)] != nil }

  /// The next change, in the order of the records.
  public mutating func apply(_ change: PlanChange) {
    let control = today(change.control, successors)
    if places[control] == nil {
      places[control] = tasks.count
      tasks.append(Task(control: control))
    }
    let place = places[control] ?? 0
    tasks[place].owner = change.owner ?? tasks[place].owner
    tasks[place].due = change.due ?? tasks[place].due
    guard let state = change.state else { return }
    // A state of a later version is open: it must be seen.
    tasks[place].state = [.done, .dropped].contains(state) ? state : .open
    tasks[place].reason = state == .dropped ? change.reason : nil
    if tasks[place].state != .open { tasks[place].isReopened = false }
  }

  /// The next audit: what it finds undone is open again.
  public mutating func apply(_ audit: PastAudit) {
    guard !audit.practice else { return }
    for asked in audit.asked where asked.claims.speakAgainstDone {
      guard let place = places[today(asked.control, successors)], tasks[place].state == .done
      else { continue }
      (tasks[place].state, tasks[place].isReopened) = (.open, true)
    }
  }

  /// Overdue first, then by day, then those without a day; then done, then dropped.
  public func ordered(on day: Day) -> [Task] {
    func rank(_ task: Task) -> Int {
      if task.isOverdue(on: day) { return 0 }
      if task.isOpen { return task.due == nil ? 2 : 1 }
      return task.state == .done ? 3 : 4
    }
    return tasks.sortedStably { one, other in
      if rank(one) != rank(other) { return rank(one) < rank(other) }
      guard let first = one.due, let second = other.due else { return false }
      return one.isOpen && first < second
    }
  }
}

extension Claims {
  /// To be silent or not to know says nothing against it.
  var speakAgainstDone: Bool { isContradicted || !isDisjoint(with: Claims.notDone) }

  private static let notDone: Claims = [
    Claims(.notMet, isContradicted: false), Claims(.partly, isContradicted: false),
  ]
}
