internal import Hygiene
internal import Platform

/// What a control elsewhere decides, which measured the same page at the same time (OONI's test
/// helper): what works there and fails here is blocked, and what fails there too is down.
///
/// It proves less than it seems to: networks fail, and sites treat countries differently. So each
/// proof wants that the control got through to the very thing that failed here, and a failure that is
/// this computer's own, or a site's refusal, stays a suspicion at most.
extension ReachJudgement {
  private var control: Control? { facts.control }

  // MARK: Proofs

  mutating func decideByControl() -> Bool {
    guard let control else { return false }
    if depths.contains(where: { $0.isDeniedButResolved(by: control) }) {
      decide(.blockedDNS, .medium, "E3", "control")
    } else if depths.contains(where: { $0.isLedAstray(by: control) }) {
      decide(.blockedDNS, .medium, "E4", "control")
    } else if depths.contains(where: { $0.isAddressBlocked(by: control) }) {
      decide(.blockedAddress, .medium, "E10", "control")
    } else if depths.contains(where: { $0.isNameCut(by: control) }) {
      decide(.blockedSNI, .medium, "E7", "control")
    } else if let last = depths.last, last.isRequestCut(by: control) {
      decide(.blockedHTTP, .medium, "E9", "control")
    } else if let last = depths.last, last.isForeignPage(by: control) {
      decide(.blockedHTTP, .medium, "E9", "control")
    } else if let last = depths.last, last.isControlsPage(control) {
      decide(.reachable, .medium, "control")
      if last.hop.isClear { labels.insert(.cleartextUnverified) }
    } else {
      return false
    }
    return true
  }

  // MARK: Suspicions, and what is down everywhere

  mutating func suspectByControl() -> Bool {
    guard let control else { return suspectBogon() }
    if control.sawItWork {
      if depths.contains(where: { $0.isUnanswered && $0.control?.doesResolve ?? false }) {
        decide(.suspectDNS, .low, "E3", "control")
      } else if depths.contains(where: { $0.isChainForeign(by: control) }) {
        decide(.suspectInterception, .medium, "control")
      } else if depths.contains(where: \.isCutAfterHello) {
        decide(.suspectSNI, .low, "E7", "control")
      } else if let last = depths.last, last.isPageRefused(by: control) {
        decide(.suspectHTTP, .low, "E9", "control")
      } else if depths.contains(where: \.isUnreachableByOthersFault) {
        decide(.suspectAddress, .low, "E10", "control")
      } else {
        return false
      }
      return true
    }
    if let fault = depths.last?.faultAsControl {
      decide(fault, .medium, "control")
      return true
    }
    if isDownElsewhere { labels.insert(.downElsewhere) }
    return false
  }

  /// The pages that OONI measures are public: none has an address that nobody can reach.
  private mutating func suspectBogon() -> Bool {
    guard facts.ooni != nil, depths.contains(where: { $0.hasOnlyBogons && !$0.hasWitness }) else {
      return false
    }
    decide(.suspectDNS, .low, "E3")
    return true
  }

  /// It failed here, and did not work for the control either.
  var isDownElsewhere: Bool {
    guard let control, !control.sawItWork else { return false }
    return depths.last?.isDownForControl ?? false
  }

  /// Never a proof where OONI's rules, with a control, find that nobody blocks; a listed key stays
  /// one, for those rules do not know it.
  mutating func heedDenial() {
    guard facts.ooni?.deniesBlocking ?? false, verdict.isProof, let weaker = verdict.weaker else {
      return
    }
    let isListed = depths.contains { $0.interception([.listed]) != nil }
    if verdict == .intercepted, isListed { return }
    decide(weaker, .low, "control")
  }
}

extension ReachVerdict {
  /// The suspicion for a proof.
  fileprivate var weaker: ReachVerdict? {
    switch self {
    case .blockedDNS: .suspectDNS
    case .blockedSNI: .suspectSNI
    case .blockedHTTP: .suspectHTTP
    case .blockedAddress: .suspectAddress
    case .intercepted: .suspectInterception
    default: nil
    }
  }
}

extension FailureWord {
  /// The fault may be this computer's or its own network's.
  fileprivate var isOwn: Bool {
    switch self {
    case .networkUnreachable, .networkDown, .networkReset, .noAddress, .noFamily, .forbiddenHere,
      .interrupted, .unknown:
      true
    default: false
    }
  }

  fileprivate var isCut: Bool { self == .timeout || self == .reset || self == .eof }

  fileprivate var isOfCertificate: Bool {
    switch self {
    case .unknownAuthority, .wrongName, .badDate, .badCertificate: true
    default: false
    }
  }
}

extension DepthView {
  // MARK: Names

  /// The system denies a name that the control resolved, and that led it to the site.
  fileprivate func isDeniedButResolved(by all: Control) -> Bool {
    guard isDeniedBySystem, !isGenuineBySystem, let control, control.doesResolve, all.sawItWork
    else { return false }
    let usable = control.addresses.compactMap { IPAddress($0) }.filter { !$0.isBogon }
    guard !usable.isEmpty else { return false }
    switch systemLookUp?.word {
    case .nxdomain, .bogon: return true
    // A resolver that gives only IPv4 has no address for a name that has only IPv6.
    case .noData: return usable.contains { !$0.isV6 }
    default: return hasOnlyBogons
    }
  }

  /// The system gives addresses that are not the site's for all that the control knows, and none of
  /// them is the site.
  fileprivate func isLedAstray(by all: Control) -> Bool {
    guard let control, differs, control.doesResolve, all.sawItWork, !isGenuineBySystem else {
      return false
    }
    let usable = counted(systemAddresses)
    guard !usable.isEmpty else { return false }
    let isSameFamily = usable.contains { one in
      control.addresses.contains { $0.contains(":") == one.contains(":") }
    }
    guard isSameFamily else { return false }
    if hop.isClear, let page, let address = reading?.address, usable.contains(address) {
      return page.redirect == nil && all.page?.isFine ?? false && !page.isChallenge
        && !PageDifference(of: page, from: all.page).isSame
        && [2, 4, 5].contains(page.status / 100) && page.isTold(from: all.page)
    }
    return usable.allSatisfy { address in
      guard let end = pageEnd(at: address), let word = end.word else { return false }
      return !word.isOwn && (end.stage != .read || hop.isClear)
    }
  }

  // MARK: Addresses

  private func endpoint(of operation: Operation) -> Endpoint? {
    guard let address = operation.address.flatMap({ IPAddress($0) }), let port = operation.port
    else { return nil }
    return Endpoint(address, port: port)
  }

  /// Connections fail at every address, and the control got in at one of them.
  fileprivate func isAddressBlocked(by all: Control) -> Bool {
    let ends = pageEnds + literalEnds
    guard !ends.isEmpty, ends.allSatisfy({ $0.stage == .connect && $0.word != nil }) else {
      return isLiteral && !hop.isClear && isLiteralCut(by: all)
    }
    return ends.contains { end in
      guard let word = end.word, !word.isOwn, let endpoint = endpoint(of: end) else {
        return false
      }
      if word == .hostUnreachable, endpoint.address.isV6 { return false }
      if let known = all.connection(to: endpoint) { return known.failure == nil }
      let isFine = all.page.map { $0.failure == nil } ?? false
      return isFine && control?.addresses.contains(endpoint.address.description) ?? false
    }
  }

  /// Connections fail at every address, and not for want of a network here.
  fileprivate var isUnreachableByOthersFault: Bool {
    isUnreachable && pageEnds.contains { $0.word.map { !$0.isOwn } ?? false }
  }

  /// How far the latest attempt at an address came at the page's own port; TLS beside a page in clear
  /// text is another matter.
  private func pageEnd(at address: String) -> Operation? {
    operations.last { $0.address == address && $0.port == hop.port && $0.stage != .resolve }
  }

  private var pageEnds: [Operation] {
    counted(systemAddresses.union(encryptedAddresses)).sorted().compactMap { pageEnd(at: $0) }
  }

  private var literalEnds: [Operation] {
    isLiteral ? [end(at: hop.host)].compactMap { $0 } : []
  }

  /// No name was sent there, so it is the address that is cut.
  private func isLiteralCut(by all: Control) -> Bool {
    guard let end = literalEnds.first, end.stage == .handshake, end.word?.isCut ?? false,
      let endpoint = endpoint(of: end)
    else { return false }
    return all.handshakes[endpoint.description].map { $0.failure == nil } ?? false
  }

  // MARK: Handshakes

  /// Every address that let us in cuts the connection once the name was sent, and the control got
  /// the site's certificate there, or its page from there.
  fileprivate func isNameCut(by all: Control) -> Bool {
    guard isCutAtHello else { return false }
    let cuts = operations.filter(\.isCutAtHello)
    return cuts.contains { cut in
      guard let endpoint = endpoint(of: cut) else { return false }
      if let known = all.handshake(at: endpoint, for: cut.name) { return known.failure == nil }
      let isFine = all.page.map { $0.failure == nil } ?? false
      return isFine
        && (control?.vouches(for: endpoint.address.description) ?? isSameSite(hop.host, all.host))
    }
  }

  /// The handshake broke off later, or the other side refused.
  fileprivate var isCutAfterHello: Bool {
    guard !hop.isClear, genuineAddresses.isEmpty else { return false }
    let ends = ends(of: counted(systemAddresses.union(encryptedAddresses)))
      .filter { $0.stage != .connect }
    return !ends.isEmpty
      && ends.allSatisfy { end in
        guard end.stage == .handshake, let word = end.word else { return false }
        return word.isCut || word == .alert || word == .failed || word == .notTLS
      }
  }

  /// A certificate is refused here at an address where the control got a good one.
  fileprivate func isChainForeign(by all: Control) -> Bool {
    operations.contains { operation in
      guard operation.stage == .handshake, let word = operation.word, word.isOfCertificate,
        let endpoint = endpoint(of: operation)
      else { return false }
      if let known = all.handshake(at: endpoint, for: operation.name) {
        return known.failure == nil
      }
      return all.page.map { $0.failure == nil } ?? false
    }
  }

  // MARK: Pages

  /// A request in clear text, or the connection for it, was cut, and the control got the page.
  fileprivate func isRequestCut(by all: Control) -> Bool {
    guard hop.isClear, let reading, let word = reading.word, word.isCut, reading.page == nil else {
      return false
    }
    let isFine = all.page.map { $0.failure == nil } ?? false
    return isFine && isSameSite(hop.host, all.host)
  }

  /// The final page in clear text is another one than the control's: a whole page that says yes, or
  /// one that says that it is blocked. A site's own refusal looks different from country to country.
  fileprivate func isForeignPage(by all: Control) -> Bool {
    guard let page = clearFinalPage, let theirs = all.page, theirs.isFine, page.isTold(from: theirs)
    else { return false }
    return page.status == 451 || page.status / 100 == 2
  }

  fileprivate func isPageRefused(by all: Control) -> Bool {
    if let page = clearFinalPage, let theirs = all.page, theirs.isFine {
      return !PageDifference(of: page, from: theirs).isSame
    }
    guard !hop.isClear, let word = reading?.word, reading?.page?.redirect == nil else {
      return false
    }
    return word.isCut && all.page.map { $0.failure == nil } ?? false
  }

  fileprivate func isControlsPage(_ all: Control) -> Bool {
    guard wasReadBySystem, hasFinalPage, let page, let theirs = all.page, theirs.isFine,
      hop.isClear ? clearFinalPage != nil : isGenuineBySystem
    else { return false }
    return PageDifference(of: page, from: theirs).isSame
  }

  private var clearFinalPage: Operation.Page? {
    guard hop.isClear, hasFinalPage, let page, !page.isChallenge, page.blockPage == nil else {
      return nil
    }
    return [2, 4, 5].contains(page.status / 100) ? page : nil
  }

  // MARK: Down

  /// The control's own fault with the certificate, which is the site's then.
  fileprivate var faultAsControl: ReachVerdict? {
    if let control, control.isNameAbsent, systemAddresses.isEmpty, isUnanswered {
      return .brokenDNS
    }
    let isSame = operations.contains { operation in
      guard operation.stage == .handshake, let word = operation.word, word.isOfCertificate,
        let endpoint = endpoint(of: operation),
        let failure = control?.handshake(at: endpoint, for: operation.name)?.failure
      else { return false }
      return failure.hasPrefix("ssl_") && failure != "ssl_failed_handshake"
    }
    return isSame ? .brokenCertificate : nil
  }

  /// It failed here, and did not work for the control either.
  fileprivate var isDownForControl: Bool {
    guard let control, page == nil else { return false }
    if isUnanswered, control.hasLookUp, control.addresses.isEmpty { return true }
    return control.page.map { $0.failure != nil } ?? false
  }
}

extension PageDifference {
  init(of page: Operation.Page, from control: Control.Page?) {
    guard let control else {
      self.init()
      return
    }
    self.init(
      status: page.status, length: page.isTruncated ? 0 : page.bodyLength,
      headers: page.headers.map(\.name), title: page.title?.lowercased() ?? "", from: control)
  }
}

extension Operation.Page {
  /// Whether there is enough of both to say that they are different pages.
  fileprivate func isTold(from control: Control.Page?) -> Bool {
    guard let control, !PageDifference(of: self, from: control).isSame else { return false }
    if status != control.status { return true }
    return bodyLength > 0 && control.bodyLength > 0 && !isTruncated
  }
}
