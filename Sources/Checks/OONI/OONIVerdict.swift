internal import Platform

/// What OONI's own rules make of a measurement (its program's classic view, version 0.5, and its
/// specification of `web_connectivity`), whatever the measurement itself claims.
struct OONIVerdict: Hashable, Codable, Sendable {
  enum Blocking: String, Hashable, Codable, Sendable {
    case none = "false", dns, address = "tcp_ip", failure = "http-failure", page = "http-diff"
  }

  /// Nil when the rules do not decide.
  private(set) var blocking: Blocking?
  private(set) var isAccessible: Bool?
  /// `consistent` or `inconsistent`.
  private(set) var dnsConsistency: String?
  private(set) var pageDifference: PageDifference?
  /// `x_blocking_flags`, `x_dns_flags` and `x_null_null_flags`.
  private(set) var blockingFlags = 0
  private(set) var dnsFlags = 0
  private(set) var nullFlags = 0
  /// Whether there was a control to compare with.
  let hasControl: Bool
  /// What the program that measured said.
  let reported: OONIMeasurement.Reported

  init(_ measurement: OONIMeasurement) {
    let view = OONIView(measurement)
    (hasControl, reported) = (view.control != nil, measurement.reported)
    dnsConsistency = view.dnsConsistency
    decide(view)
    let flags = OONIFlags(view)
    (blockingFlags, dnsFlags, nullFlags) = (flags.blocking, flags.dns, flags.nullNull)
  }

  /// Whether the rules, having compared, say that nobody blocks; or the program that measured did.
  var deniesBlocking: Bool {
    hasControl && blocking == Blocking.none || reported.blocking == "false"
  }

  // MARK: Blocking and accessible

  /// Goes from what came furthest to what came least far; the first that decides ends it.
  private mutating func decide(_ view: OONIView) {
    for entry in view.sorted where decide(entry, view) { return }
  }

  private mutating func decide(_ entry: OONIView.Entry, _ view: OONIView) -> Bool {
    if entry.isFinalPage { return decideFinal(entry, view) }
    switch entry.kind {
    case .request:
      guard entry.failure != nil else { return false }
      return compare(view.control?.page.map { $0.failure == nil }, .failure)
    case .handshake, .connect:
      guard entry.failure != nil else { return false }
      guard let control = entry.control else {
        return view.control?.page == nil ? undecided() : blocked(.failure)
      }
      return compare(control.failure == nil, entry.kind == .connect ? .address : .failure)
    case .lookUp: return decideLookUp(entry, view)
    }
  }

  /// By whether the control did better, if there is one.
  private mutating func compare(_ isControlFine: Bool?, _ word: Blocking) -> Bool {
    guard let isControlFine else { return undecided() }
    return isControlFine ? blocked(word) : down()
  }

  private mutating func decideFinal(_ entry: OONIView.Entry, _ view: OONIView) -> Bool {
    if entry.isOverTLS {
      (blocking, isAccessible) = (Blocking.none, true)
      return true
    }
    guard let control = view.control?.page, let page = entry.page else { return undecided() }
    let difference = PageDifference(of: page, from: control)
    pageDifference = difference
    if difference.isSame {
      (blocking, isAccessible) = (Blocking.none, true)
      return true
    }
    return blocked(.page)
  }

  private mutating func decideLookUp(_ entry: OONIView.Entry, _ view: OONIView) -> Bool {
    let control = view.control(of: entry)
    guard let failure = entry.failure else {
      guard !entry.addresses.isEmpty, entry.addresses.allSatisfy(\.isLoopbackAddress),
        let control, control.hasLookUp, !control.addresses.isEmpty
      else { return false }
      return control.addresses.allSatisfy(\.isLoopbackAddress) ? down() : blocked(.dns)
    }
    guard let control, control.hasLookUp else {
      if view.control?.page != nil { return blocked(.dns) }
      (blocking, isAccessible) = (Blocking.none, true)
      return true
    }
    let isExpected =
      control.lookUpFailure != nil || failure == "dns_no_answer" && control.addresses.isEmpty
    return isExpected ? down() : blocked(.dns)
  }

  private mutating func blocked(_ word: Blocking) -> Bool {
    (blocking, isAccessible) = (isInconsistent ? .dns : word, false)
    return true
  }

  private mutating func down() -> Bool {
    (blocking, isAccessible) = (isInconsistent ? .dns : Blocking.none, false)
    return true
  }

  private mutating func undecided() -> Bool {
    if isInconsistent { (blocking, isAccessible) = (.dns, false) }
    return true
  }

  private var isInconsistent: Bool { dnsConsistency == "inconsistent" }
}

extension String {
  fileprivate var isLoopbackAddress: Bool { IPAddress(self)?.isLoopback ?? false }
}

/// Whether a page is the control's, by OONI's rules for pages in clear text.
struct PageDifference: Hashable, Codable, Sendable {
  /// Nil where there is nothing to compare.
  private(set) var doStatusesMatch: Bool?
  private(set) var doLengthsMatch: Bool?
  private(set) var doHeadersMatch: Bool?
  private(set) var doTitlesMatch: Bool?

  /// The status matches, and something else does.
  var isSame: Bool {
    doStatusesMatch == true
      && [doLengthsMatch, doHeadersMatch, doTitlesMatch].contains { $0 == true }
  }

  init() {}

  init(of page: OONIPage, from control: Control.Page) {
    let title = longTitle(in: String(decoding: page.body, as: UTF8.self))
    self.init(
      status: page.status, length: page.isTruncated ? 0 : page.length,
      headers: page.headers.map(\.name), title: title, from: control)
  }

  init(
    status: Int, length: Int, headers: [String], title: String, from control: Control.Page
  ) {
    guard control.failure == nil, control.status > 0 else { return }
    if status == control.status || (200...299).contains(control.status) {
      doStatusesMatch = status == control.status
    }
    if length > 0, control.bodyLength > 0 {
      let (small, large) = (min(length, control.bodyLength), max(length, control.bodyLength))
      doLengthsMatch = Double(small) / Double(large) > 0.7
    }
    let unusual = Set(headers).subtracting(Self.usualHeaders)
    doHeadersMatch = !unusual.isDisjoint(with: control.headers)
    doTitlesMatch = Self.longWords(title) == Self.longWords(control.title)
  }

  private static func longWords(_ title: String) -> Set<String> {
    Set(title.split(separator: " ").filter { $0.utf8.count >= 5 }.map { $0.lowercased() })
  }

  private static let usualHeaders: Set<String> = [
    "accept-ranges", "age", "cache-control", "cf-ray", "content-encoding", "content-language",
    "content-type", "date", "etag", "expires", "last-modified", "link", "location", "p3p",
    "pragma", "server", "set-cookie", "strict-transport-security", "vary", "via",
    "x-content-type-options", "x-frame-options", "x-powered-by", "x-varnish",
    "x-xss-protection",
  ]
}

/// The title as OONI takes it: nothing but text between the marks, at most 512 bytes.
private func longTitle(in body: String) -> String {
  let lower = body.lowercased()
  guard let start = lower.firstRange(of: "<title>")?.upperBound else { return "" }
  let rest = lower[start...].prefix { $0 != "<" }
  guard lower[rest.endIndex...].hasPrefix("</title>"), rest.utf8.count <= 512 else { return "" }
  return String(rest)
}
