internal import Platform

/// A measurement as OONI's classic rules look at it: only what the system's own resolver led to.
struct OONIView {
  /// A look-up, or an endpoint with the furthest stage that it came to.
  struct Entry {
    enum Kind: Int { case lookUp, connect, handshake, request }
    var kind: Kind
    var depth: Int?
    var transaction: Int
    /// Nil for success.
    var failure: String?
    var host = ""
    var addresses: [String] = []
    var endpoint: Endpoint?
    var isOverTLS = false
    var page: OONIPage?
    /// What the control's own attempt at the same stage gave; nil when it made none.
    var control: Control.Try?
    var serverName: String?
    var fetchBody: Bool?

    /// An answer that leads nowhere else.
    var isFinalPage: Bool {
      guard kind == .request, failure == nil, let page else { return false }
      return [2, 4, 5].contains(page.status / 100)
    }
  }

  let control: Control?
  let lookUps: [OONILookUp]
  /// Every endpoint, whoever gave its address.
  let endpoints: [Entry]
  private let systemAddresses: Set<String>
  private let otherAddresses: Set<String>

  init(_ measurement: OONIMeasurement) {
    control = measurement.isControlComparable ? measurement.control : nil
    lookUps = measurement.lookUps
    systemAddresses = Set(lookUps.filter(\.isSystem).flatMap(\.addresses))
    // An address literal or a redirect's has no look-up and may be anybody's; what only another
    // resolver or the control gave is not the system's.
    let others = lookUps.filter { !$0.isSystem }.flatMap(\.addresses)
    otherAddresses = Set(others + (control?.addresses ?? []))
    endpoints = Self.endpoints(of: measurement, control)
  }

  private static func endpoints(of measurement: OONIMeasurement, _ control: Control?) -> [Entry] {
    var entries: [Int: Entry] = [:]
    for step in measurement.steps {
      let transaction = step.tags.transaction
      if step.kind == .connect {
        guard let endpoint = step.endpoint else { continue }
        var entry = Entry(
          kind: .connect, depth: step.tags.depth, transaction: transaction,
          failure: step.failure)
        (entry.endpoint, entry.fetchBody) = (endpoint, step.tags.fetchBody)
        entry.control = control?.connection(to: endpoint)
        entries[transaction] = entry
        continue
      }
      guard var entry = entries[transaction], let endpoint = entry.endpoint else { continue }
      entry.failure = step.failure
      if step.kind == .handshake {
        entry.kind = .handshake
        entry.isOverTLS = step.failure == nil
        entry.serverName = step.serverName
        entry.control = control?.handshake(at: endpoint, for: step.serverName)
      } else {
        (entry.kind, entry.page) = (.request, step.failure == nil ? step.page : nil)
      }
      entries[transaction] = entry
    }
    return entries.values.sorted { $0.transaction < $1.transaction }
  }

  private var lookUpEntries: [Entry] {
    lookUps.filter(\.isSystem).map { lookUp in
      var entry = Entry(
        kind: .lookUp, depth: lookUp.tags.depth, transaction: lookUp.tags.transaction,
        failure: lookUp.failure)
      (entry.host, entry.addresses) = (lookUp.host, lookUp.addresses)
      return entry
    }
  }

  /// In the order in which OONI decides: the last redirect first, then the furthest stage, then
  /// success.
  var sorted: [Entry] {
    let classic = endpoints.filter { entry in
      guard entry.fetchBody == true, let address = entry.endpoint?.address.description else {
        return false
      }
      return systemAddresses.contains(address) || !otherAddresses.contains(address)
    }
    return (lookUpEntries + classic).sorted { one, other in
      if one.depth != other.depth { return one.depth ?? -1 > other.depth ?? -1 }
      if one.kind != other.kind { return one.kind.rawValue > other.kind.rawValue }
      let (first, second) = (one.failure ?? "", other.failure ?? "")
      return first != second ? first < second : one.transaction > other.transaction
    }
  }

  /// The control, if it looked up the same name.
  func control(of entry: Entry) -> Control? { entry.host == control?.host ? control : nil }

  // MARK: Look-ups

  enum LookUpJudgement { case good, bad, expected, unexpected, ignored }

  /// What OONI thinks of a look-up, of whatever resolver.
  func judgement(of lookUp: OONILookUp) -> LookUpJudgement {
    guard lookUp.tags.depth == 0, lookUp.host == control?.host, let control, control.hasLookUp
    else { return .ignored }
    if let failure = lookUp.failure {
      if lookUp.isOverHTTPS || failure == "dns_no_answer" && lookUp.type == "AAAA" {
        return .ignored
      }
      if control.lookUpFailure != nil { return .expected }
      return failure == "dns_no_answer" && control.addresses.isEmpty ? .expected : .unexpected
    }
    guard control.lookUpFailure == nil, !control.addresses.isEmpty else { return .ignored }
    if !Set(lookUp.addresses).isDisjoint(with: control.addresses) { return .good }
    func networks(_ addresses: [String]) -> Set<Int> {
      Set(addresses.compactMap { lookUp.networks[$0] ?? control.networks[$0] }.filter { $0 > 0 })
    }
    let isSameNetwork = !networks(lookUp.addresses).isDisjoint(with: networks(control.addresses))
    return isSameNetwork ? .good : .bad
  }

  var dnsConsistency: String? {
    var successes: Set<Int> = [], failures: Set<Int> = []
    var found: [LookUpJudgement] = []
    var hasSuccess = false
    for lookUp in lookUps
    where lookUp.isSystem && (lookUp.failure != nil || !lookUp.addresses.isEmpty) {
      let transaction = lookUp.tags.transaction
      let isNew =
        lookUp.failure == nil
        ? successes.insert(transaction).inserted : failures.insert(transaction).inserted
      guard isNew else { continue }
      found.append(judgement(of: lookUp))
      hasSuccess = hasSuccess || lookUp.failure == nil
    }
    let isBad = found.contains { $0 == .bad || $0 == .unexpected }
    if !isBad, found.contains(where: { $0 == .good || $0 == .expected }) { return "consistent" }
    let hasNothing = control.map { $0.hasLookUp && $0.addresses.isEmpty } ?? false
    return isBad || hasSuccess && hasNothing ? "inconsistent" : nil
  }
}

/// OONI's flags, which look at every resolver.
struct OONIFlags {
  private(set) var blocking = 0
  private(set) var dns = 0
  private(set) var nullNull = 0

  init(_ view: OONIView) {
    let control = view.control
    addLookUps(view)
    for entry in view.endpoints where entry.depth == 0 {
      let stage = entry.kind == .handshake ? 4 : entry.kind == .connect ? 2 : 0
      guard stage > 0, let failure = entry.failure, let other = entry.control else { continue }
      let isSixless =
        entry.endpoint?.address.isV6 ?? false
        && (failure == "network_unreachable" || failure == "host_unreachable")
      if other.failure != nil {
        nullNull |= stage
      } else if stage == 4 || !isSixless {
        blocking |= stage
      }
    }
    for entry in view.endpoints {
      if entry.kind == .request, entry.failure != nil,
        control?.page.map({ $0.failure == nil }) ?? false
      {
        blocking |= 8
      }
      if entry.isFinalPage, entry.isOverTLS {
        blocking |= 32
        if control?.page == nil { nullNull |= 8 }
      } else if entry.isFinalPage, let page = entry.page, let other = control?.page {
        blocking |= PageDifference(of: page, from: other).isSame ? 32 : 16
      }
    }
    if dns != 0 { blocking |= 1 }
  }

  private mutating func addLookUps(_ view: OONIView) {
    // A handshake that succeeded proves its address good.
    let genuine = Set(
      view.endpoints.filter(\.isOverTLS).compactMap { $0.endpoint?.address.description })
    for lookUp in view.lookUps where lookUp.tags.depth == 0 {
      if lookUp.failure == nil,
        lookUp.addresses.contains(where: { IPAddress($0)?.isBogon ?? false })
      {
        dns |= 1
      }
      switch view.judgement(of: lookUp) {
      case .unexpected: dns |= 2
      case .bad where genuine.isDisjoint(with: lookUp.addresses): dns |= 4
      case .expected: nullNull |= 1
      default: break
      }
      let hasNothing = view.control.map { $0.hasLookUp && $0.addresses.isEmpty } ?? false
      if hasNothing, lookUp.failure == nil, !lookUp.addresses.isEmpty { nullNull |= 16 }
    }
  }
}
