internal import Hygiene
internal import Platform

/// The facts of one depth, in the terms in which they are judged.
struct DepthView {
  let depth: Int
  let hop: ReachFacts.Hop
  let operations: [Operation]
  /// What a helper elsewhere saw of this name; nil for other names than the one it was asked for.
  let control: Control?
  private let circumstances: ReachFacts.Circumstances
  private let isInHostsFile: Bool

  init(_ depth: Int, of facts: ReachFacts) {
    self.depth = depth
    hop = facts.hops[depth]
    operations = facts.operations.filter { $0.depth == depth && $0.role == .target }
    control = facts.control?.host == hop.host ? facts.control : nil
    (circumstances, isInHostsFile) = (facts.circumstances, facts.isInHostsFile)
  }

  // MARK: Names

  private func lookUps(_ isWanted: (Operation) -> Bool) -> [Operation] {
    operations.filter { $0.stage == .resolve && isWanted($0) }
  }

  /// The latest word of the system's resolver: nil when it gave an address that a site may have.
  var systemLookUp: Operation? { lookUps { $0.via == "system" }.last }

  private func addresses(_ lookUps: [Operation]) -> Set<String> {
    Set(lookUps.flatMap { $0.lookUp?.addresses ?? [] })
  }

  var systemAddresses: Set<String> { addresses(lookUps { $0.via == "system" }) }
  /// What a witness says whom nobody here can forge: encrypted DNS, or a control elsewhere.
  var encryptedAddresses: Set<String> {
    addresses(lookUps(\.isEncrypted)).union(control?.addresses ?? [])
  }
  private var usableEncrypted: Set<String> { encryptedAddresses.filter(\.isUsable) }

  /// Whether encrypted DNS answered at all for this name, also with "there is none".
  var hasWitness: Bool {
    if let control, control.doesResolve || control.isNameAbsent { return true }
    return lookUps(\.isEncrypted).contains { $0.lookUp?.responseCode == 0 || $0.word == .nxdomain }
  }

  /// Encrypted DNS says that the name, or any address of it, does not exist.
  var isDeniedByWitness: Bool {
    let answers = lookUps(\.isEncrypted)
    return hasWitness && encryptedAddresses.isEmpty
      && answers.allSatisfy { $0.word == .nxdomain || $0.word == .noData }
  }

  var hasSystemAddress: Bool { systemAddresses.contains(where: \.isUsable) }
  var hasOnlyBogons: Bool { !systemAddresses.isEmpty && !hasSystemAddress }
  var witnessHasOnlyBogons: Bool { !encryptedAddresses.isEmpty && usableEncrypted.isEmpty }

  /// No look-up was made: an address stands in the URL.
  var isLiteral: Bool { IPAddress(hop.host) != nil }

  /// The system gave no usable answer, and that says something of this name: the same resolver
  /// answers for others, and no line of the hosts file explains it.
  var isDeniedBySystem: Bool {
    guard let lookUp = systemLookUp, !isInHostsFile else { return false }
    if hasOnlyBogons { return true }
    guard let word = lookUp.word, systemAddresses.isEmpty, circumstances.doesSystemResolve else {
      return false
    }
    switch word {
    case .nxdomain, .noData, .bogon: return true
    // A packet gets lost, and a resolver cannot reach everybody: only silence or a refusal that
    // lasts, and that is the resolver's own, says something.
    case .temporary, .fatal, .timeout, .unknown:
      return lookUps { $0.via == "system" }.count > 1 && !doesResolverFail && !doesResolverAnswer
    default: return false
    }
  }

  /// The resolver itself says that it could not find out (SERVFAIL).
  private var doesResolverFail: Bool {
    lookUps { $0.via?.hasPrefix("udp:") ?? false }.contains { $0.word == .servfail }
  }

  /// A resolver that was asked directly did answer, so the silence was only ours.
  private var doesResolverAnswer: Bool {
    lookUps { $0.via?.hasPrefix("udp:") ?? false }
      .contains { $0.lookUp?.addresses.contains(where: \.isUsable) ?? false }
  }

  /// The system gave no answer for whatever reason.
  var isUnanswered: Bool { systemLookUp?.word != nil && systemAddresses.isEmpty }

  var isFiltered: Bool {
    hasOnlyBogons && systemAddresses.allSatisfy { $0 == "0.0.0.0" || $0 == "::" }
  }

  var differs: Bool {
    hasSystemAddress && !usableEncrypted.isEmpty
      && systemAddresses.isDisjoint(with: encryptedAddresses) && !isVouchedFor
  }

  /// Another address than the control's, and yet the site's as far as the control can tell.
  private var isVouchedFor: Bool {
    guard let control else { return false }
    return systemAddresses.contains { control.vouches(for: $0) }
  }

  /// Two answers to one question that cannot both be true: addresses that have nothing in common,
  /// or an address and "there is none".
  var isInjected: Bool {
    let groups = Dictionary(grouping: lookUps { $0.via?.hasPrefix("udp:") ?? false }) {
      "\($0.transaction)"
    }
    return groups.values.contains { replies in
      let usable = replies.filter {
        $0.lookUp?.responseCode == 0 && !($0.lookUp?.addresses.isEmpty ?? true)
      }
      let denied = replies.contains { $0.word == .nxdomain }
      if denied, !usable.isEmpty { return true }
      let sets = usable.map { Set($0.lookUp?.addresses ?? []) }
      return sets.dropFirst().contains { $0.isDisjoint(with: sets[0]) }
    }
  }

  // MARK: Addresses

  private var handshakes: [Operation] { operations.filter { $0.stage == .handshake } }

  var genuineAddresses: Set<String> {
    Set(handshakes.filter(\.isGenuine).compactMap(\.address))
  }
  var isGenuineByWitness: Bool { !genuineAddresses.isDisjoint(with: encryptedAddresses) }
  var isGenuineBySystem: Bool { !genuineAddresses.isDisjoint(with: systemAddresses) }

  /// The last operation of the latest attempt at an address, and whether an attempt succeeded.
  func end(at address: String) -> Operation? {
    let own = operations.filter { $0.address == address && $0.stage != .resolve }
    guard let last = own.last, last.stage == .connect, last.word == .timeout else {
      return own.last
    }
    // A box may remember the address for a while: then it was the name that came before that counts.
    return own.last(where: \.isCutAtHello) ?? last
  }

  func ends(of addresses: Set<String>) -> [Operation] {
    addresses.sorted().compactMap { end(at: $0) }
  }

  /// Those whose failures count: not over IPv6 where that is broken altogether.
  func counted(_ addresses: Set<String>) -> Set<String> {
    // An own service may well have an address of the inside, and then it was tried.
    let usable = addresses.filter { $0.isUsable || end(at: $0) != nil }
    return circumstances.isIPv6Broken ? usable.filter { !$0.contains(":") } : usable
  }

  /// Every address that the system gave was tried and none is the site: no TLS there, another name
  /// or a chain to nobody. A cut after the name was sent is no such thing, for that may be done to
  /// any address, and a single silence may be anything.
  var doesSystemLeadAstray: Bool {
    let addresses = counted(systemAddresses)
    guard !addresses.isEmpty, genuineAddresses.isDisjoint(with: addresses) else { return false }
    return addresses.allSatisfy { address in
      guard let end = handshakeEnd(at: address) else { return false }
      guard let word = end.word else { return end.stage == .handshake && !end.isGenuine }
      switch end.stage {
      case .connect: return word != .interrupted && (word != .timeout || tries(at: address) > 1)
      case .handshake: return !end.isCutAtHello && word != .badDate && word != .interrupted
      case .resolve, .read: return false
      }
    }
  }

  /// The furthest that the latest attempt at TLS came; for a page in clear text the attempt that
  /// was made beside it.
  private func handshakeEnd(at address: String) -> Operation? {
    let own = operations.filter {
      $0.address == address && ($0.stage == .connect || $0.stage == .handshake)
        && (!hop.isClear || $0.port == 443)
    }
    return own.last
  }

  private func tries(at address: String) -> Int {
    Set(operations.filter { $0.address == address }.map(\.attempt)).count
  }

  /// What the addresses of the witness do that the system did not give.
  var witnessEnds: [Operation] {
    ends(of: counted(encryptedAddresses).subtracting(systemAddresses))
  }
  var systemEnds: [Operation] { ends(of: counted(systemAddresses)) }

  /// Connections to every address fail alike, those of the witness too.
  var isUnreachable: Bool {
    let all = counted(systemAddresses.union(encryptedAddresses))
    let ends = ends(of: all)
    return !ends.isEmpty && ends.allSatisfy { $0.stage == .connect && $0.word != nil }
  }

  /// Every address that let us connect cuts the connection once the name was sent.
  var isCutAtHello: Bool {
    guard !isLiteral, !hop.isClear, genuineAddresses.isEmpty else { return false }
    let ends = ends(of: counted(systemAddresses.union(encryptedAddresses)))
      .filter { $0.stage != .connect }
    return !ends.isEmpty && ends.allSatisfy(\.isCutAtHello)
  }

  /// An address where the name was cut and that is the site's own: the witness gives it, or nobody
  /// contradicts the system.
  var ownCutAddress: IPAddress? {
    let own = encryptedAddresses.isEmpty ? systemAddresses : encryptedAddresses
    let cut = ends(of: counted(own)).last { $0.isCutAtHello }
    return cut?.address.flatMap { IPAddress($0) }
  }

  // MARK: Pages

  /// The latest reading of the page that was asked for.
  var reading: Operation? {
    operations.last { $0.stage == .read && ($0.port == hop.port) }
  }
  var page: Operation.Page? { reading?.word == nil ? reading?.page : nil }

  /// The same site's page over TLS, which was read beside one in clear text.
  var genuinePage: Operation.Page? {
    guard hop.isClear else { return nil }
    return operations.last { $0.stage == .read && $0.word == nil && $0.port != hop.port }?.page
  }

  /// A final answer came whole, or was cut by ourselves.
  var hasFinalPage: Bool { page.map { $0.redirect == nil } ?? false }

  /// The genuine other side answered with something that is no page: a mail server greets in its own
  /// way.
  var hasOtherAnswer: Bool { reading?.word == .malformed && !hop.isClear }

  /// The page came by way of an address that the system gave.
  var wasReadBySystem: Bool {
    guard let address = reading?.address else { return false }
    if isLiteral || systemAddresses.contains(address) { return true }
    // A genuine page is the same whichever address it came from, if the system's is genuine too.
    return !hop.isClear && isGenuineBySystem && genuineAddresses.contains(address)
  }

  /// The request or its answer was cut or starved while the connection stood, twice if it was tried
  /// twice.
  var isStarved: Bool {
    guard let reading, reading.page?.redirect == nil || reading.word != nil else { return false }
    switch reading.word {
    case .timeout: return reading.attempt > 1
    case .reset, .eof: return true
    default: return false
    }
  }

  // MARK: Certificates

  /// The fault of a certificate at an address that the witness gives too, or that proves itself
  /// but for its dates.
  func certificateFault(isIn words: Set<FailureWord>, needsWitness: Bool) -> Operation? {
    handshakes.last { operation in
      guard let word = operation.word, words.contains(word), let address = operation.address else {
        return false
      }
      if !needsWitness || isLiteral || encryptedAddresses.contains(address) { return true }
      return word == .badDate && operation.handshake?.anchor == .public
    }
  }

  var localRoot: Operation? {
    handshakes.last { $0.word == nil && $0.handshake?.anchor == .local }
  }

  var protocolRefusal: Operation? {
    handshakes.last { $0.detail?.hasPrefix("alert \(protocolVersionAlert) ") ?? false }
  }

  func interception(_ kinds: Set<Operation.Handshake.Interception>) -> Operation? {
    handshakes.first { $0.handshake?.interception.map(kinds.contains) ?? false }
  }
}

extension String {
  /// Whether a public service can have this address.
  fileprivate var isUsable: Bool { IPAddress(self).map { !$0.isBogon } ?? false }
}
