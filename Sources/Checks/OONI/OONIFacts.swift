internal import Documents
internal import Hygiene
internal import OpenSSL
internal import Platform

/// Turns a measurement of OONI's into facts that our ladder judges.
struct OONIFacts {
  private let measurement: OONIMeasurement
  private let settings: OONISettings
  private var pages: [WebAddress]
  private var facts: ReachFacts
  private var transactions: [String: Int] = [:]

  init(_ measurement: OONIMeasurement, _ settings: OONISettings) {
    (self.measurement, self.settings) = (measurement, settings)
    pages = Self.pages(of: measurement)
    facts = ReachFacts(
      url: cleaned(measurement.page.description, atMost: 2_048), role: .user,
      hops: pages.map {
        ReachFacts.Hop(
          url: cleaned($0.description, atMost: 2_048), scheme: $0.scheme, host: $0.host,
          port: $0.port)
      })
  }

  /// The facts, judged.
  static func facts(of measurement: OONIMeasurement, _ settings: OONISettings) -> ReachFacts {
    var maker = OONIFacts(measurement, settings)
    return maker.make()
  }

  // MARK: Pages

  /// What was asked for: the input, then where redirects led.
  private static func pages(of measurement: OONIMeasurement) -> [WebAddress] {
    // A page that was read beside one in clear text leads nowhere.
    let requests = measurement.steps.filter { $0.kind == .request && $0.tags.fetchBody != false }
    var pages = [measurement.page]
    let tagged =
      measurement.steps.compactMap(\.tags.depth) + measurement.lookUps.compactMap(\.tags.depth)
    if let deepest = tagged.max() {
      for depth in 0...deepest {
        let here = requests.filter { $0.tags.depth == depth }
        let asked = here.lazy.compactMap { $0.url.flatMap { try? WebAddress($0) } }.first
        if depth == 0 { continue }
        let before = requests.last { $0.tags.depth == depth - 1 && $0.page?.location != nil }
        let next = before?.page?.location.flatMap { pages[depth - 1].following($0) }
        let named = measurement.lookUps.first { $0.tags.depth == depth }
          .flatMap { try? WebAddress($0.host) }
        guard let page = asked ?? next ?? named else { break }
        pages.append(page)
      }
      return pages
    }
    // Old measurements have no depths, only requests one after the other.
    for request in requests.dropFirst() where pages.count <= TargetRun.mostRedirects {
      if let page = request.url.flatMap({ try? WebAddress($0) }), page != pages.last {
        pages.append(page)
      }
    }
    if let location = requests.last?.page?.location, let last = pages.last,
      let next = last.following(location), next != last, pages.count <= TargetRun.mostRedirects
    {
      pages.append(next)
    }
    return pages
  }

  /// The depth of a record: as tagged, else the first page that it fits. Nil for a page of which
  /// nobody says what it was.
  private func depth(_ tags: OONITags, _ fits: (WebAddress) -> Bool) -> Int? {
    if let depth = tags.depth { return pages.indices.contains(depth) ? depth : nil }
    return pages.firstIndex(where: fits) ?? 0
  }

  private mutating func transaction(_ key: String) -> Int {
    let known = transactions[key] ?? transactions.count + 1
    transactions[key] = known
    return known
  }

  // MARK: Records

  private mutating func make() -> ReachFacts {
    let answers = measurement.lookUps + measurement.lateAnswers
    for (index, lookUp) in answers.enumerated() { add(lookUp, index) }
    for kind in [OONIStep.Kind.connect, .handshake, .request] {
      for (index, step) in measurement.steps.enumerated() where step.kind == kind {
        add(step, index)
      }
    }
    // As they happened: an attempt's stages one after the other, later attempts last.
    facts.operations = facts.operations.enumerated().sorted {
      ($0.element.attempt, $0.offset) < ($1.element.attempt, $1.offset)
    }.map(\.element)
    facts.control = measurement.control
    for (address, network) in measurement.lookUps.flatMap(\.networks) {
      if facts.control?.networks[address] == nil { facts.control?.networks[address] = network }
    }
    facts.circumstances = circumstances
    facts.ooni = measurement.isOurs ? nil : OONIVerdict(measurement)
    if measurement.isOurs { OONIOwn(measurement.keys).restore(&facts) }
    return facts.judged()
  }

  private var circumstances: ReachFacts.Circumstances {
    var circumstances = ReachFacts.Circumstances()
    let connects = facts.operations.filter { $0.stage == .connect }
    let six = connects.filter { $0.address?.contains(":") ?? false }
    let four = connects.filter { $0.address?.contains(".") ?? false }
    circumstances.isIPv6Broken =
      settings.isIPv6Broken
      || six.count { $0.word != nil } * 2 > six.count && four.contains { $0.word == nil }
    return circumstances
  }

  private func operation(
    _ stage: Operation.Stage, _ tags: OONITags, depth: Int, transaction: Int, name: String
  ) -> Operation {
    Operation(
      id: facts.operations.count + 1, transaction: transaction, depth: depth,
      attempt: tags.attempt, role: tags.role, stage: stage, name: name, started: tags.started,
      took: tags.took)
  }

  private mutating func add(_ lookUp: OONILookUp, _ index: Int) {
    // A and AAAA share one transaction there, and are two questions here.
    let key =
      lookUp.tags.transaction > 0 ? "\(lookUp.tags.transaction) \(lookUp.type)" : "\(-index)"
    guard let depth = depth(lookUp.tags, { $0.host == lookUp.host }) else { return }
    var operation = operation(
      .resolve, lookUp.tags, depth: depth, transaction: transaction("look-up \(key)"),
      name: lookUp.host)
    operation.via =
      lookUp.isSystem ? "system" : "\(cleaned(lookUp.engine, atMost: 16)):\(lookUp.resolver)"
    let problem = lookUp.failure.map { OONIWords.problem($0, at: .resolve) }
    operation.word = problem?.word
    operation.detail = problem.flatMap { $0.detail.isEmpty ? nil : $0.detail }
    let isAnswer = problem == nil || problem?.word == .noData
    operation.lookUp = Operation.LookUp(
      type: cleaned(lookUp.type, atMost: 16), addresses: lookUp.addresses,
      responseCode: lookUp.isSystem
        ? nil : lookUp.code ?? (isAnswer ? 0 : problem?.word == .nxdomain ? 3 : nil))
    if operation.word == nil, lookUp.addresses.isEmpty {
      operation.word = .noData
    } else if operation.word == nil,
      lookUp.addresses.allSatisfy({ IPAddress($0)?.isBogon ?? true })
    {
      operation.word = .bogon
    }
    if measurement.isOurs { OONIOwn.restore(&operation, from: lookUp.ours) }
    facts.operations.append(operation)
  }

  private mutating func add(_ step: OONIStep, _ index: Int) {
    let fits: (WebAddress) -> Bool = { page in
      if step.kind == .request { return step.url.flatMap { try? WebAddress($0) } == page }
      return step.serverName == nil || step.serverName == page.host
    }
    guard let depth = depth(step.tags, fits) else { return }
    let page = pages[depth]
    guard let endpoint = step.endpoint ?? endpoint(of: step.kind, at: depth) else { return }
    let key =
      step.tags.transaction > 0 ? "\(step.tags.transaction)" : "\(depth) \(endpoint)"
    let stages: [OONIStep.Kind: Operation.Stage] = [
      .connect: .connect, .handshake: .handshake, .request: .read,
    ]
    let stage = stages[step.kind] ?? .connect
    var operation = operation(
      stage, step.tags, depth: depth, transaction: transaction(key),
      name: step.serverName ?? page.host)
    (operation.address, operation.port) = (endpoint.address.description, endpoint.port)
    let problem = step.failure.map { OONIWords.problem($0, at: stage) }
    operation.word = problem?.word
    operation.detail = problem.flatMap { $0.detail.isEmpty ? nil : $0.detail }
    switch step.kind {
    case .connect: break
    case .handshake: fillHandshake(&operation, step)
    case .request: fillPage(&operation, step, page)
    }
    if measurement.isOurs { OONIOwn.restore(&operation, from: step.ours) }
    facts.operations.append(operation)
  }

  /// Old records do not say whom they are about: it was an endpoint that had let the program in.
  private func endpoint(of kind: OONIStep.Kind, at depth: Int) -> Endpoint? {
    let page = pages[depth]
    let stage: Operation.Stage = kind == .request && !page.isClear ? .handshake : .connect
    let open = facts.operations.first {
      $0.depth == depth && $0.stage == stage && $0.word == nil && $0.port == page.port
    }
    return open?.address.flatMap { IPAddress($0) }.map { Endpoint($0, port: page.port) }
  }

  // MARK: Handshakes

  private mutating func fillHandshake(_ operation: inout Operation, _ step: OONIStep) {
    let chain = step.certificates.compactMap { der in
      StoredCertificates(in: der).members.first.map { ($0.certificate, der) }
    }
    var seen = Operation.Handshake(
      certificates: places(of: chain.map(\.0)),
      interception: settings.interceptors.interception(
        in: chain.map(\.0), for: operation.name),
      protocolName: step.protocolName.map { cleaned($0, atMost: 20) },
      cipher: step.cipher.map { cleaned($0, atMost: 60) })
    // Without a word and with verification the chain led to one of the program's own authorities,
    // which were Mozilla's at the time, and not to what the computer trusts.
    let isOwnIssuer = chain.first.map { $0.0.subject == $0.0.issuer } ?? false
    if operation.word == nil, step.isVerified, seen.interception == nil, !isOwnIssuer {
      seen.anchor = .public
    }
    if operation.word == .badCertificate, let own = chain.first?.0, let time = measurement.time,
      time.secondsSinceEpoch > own.notAfter || time.secondsSinceEpoch < own.notBefore
    {
      operation.word = .badDate
    }
    operation.handshake = seen
    switch operation.word {
    case .timeout, .reset, .eof, .notTLS, .failed, .alert:
      let isHeard =
        !chain.isEmpty || operation.word == .alert || operation.word == .failed
        || measurement.heard?.contains(step.tags.transaction) ?? false
      operation.point = isHeard ? .afterServerHello : .clientHello
    default: break
    }
  }

  private mutating func places(of chain: [TLSCertificate]) -> [Int] {
    chain.map { certificate in
      if let place = facts.certificates.firstIndex(where: { $0.sha256 == certificate.sha256 }) {
        return place
      }
      facts.certificates.append(SeenCertificate(certificate))
      return facts.certificates.count - 1
    }
  }

  // MARK: Pages that came

  private func fillPage(_ operation: inout Operation, _ step: OONIStep, _ web: WebAddress) {
    if operation.word != nil { operation.point = .request }
    guard let answer = step.page else {
      if operation.word == nil { operation.word = .unknown }
      return
    }
    let head = HTTPHead(
      status: answer.status, headers: answer.headers.map { ($0.name, $0.value) }, length: 0)
    var page = Operation.Page(
      url: cleaned(web.description, atMost: 2_048), status: answer.status,
      headers: Array(answer.headers.prefix(60)))
    page.bodyLength = answer.length
    page.bodySHA256 = answer.body.isEmpty ? nil : hexadecimal(sha256(answer.body))
    let text = String(decoding: answer.body.prefix(8_192), as: UTF8.self)
    page.title = pageTitle(in: text).map { cleaned($0, atMost: 128) }
    page.isTruncated = answer.isTruncated
    page.isChallenge = head.isChallenge
    page.blockPage = settings.fingerprints.mark(of: head, body: text)
    if let location = head.redirectLocation {
      page.redirect = cleaned(location)
      if operation.word == nil, web.following(location) == nil { operation.word = .badRedirect }
    }
    operation.page = page
    if operation.word == .timeout || operation.word == .reset || operation.word == .eof {
      operation.point = .body
    }
  }
}

extension OONIPage {
  fileprivate var location: String? {
    HTTPHead(status: status, headers: headers.map { ($0.name, $0.value) }, length: 0)
      .redirectLocation
  }
}

/// What pages of others are compared with.
public struct OONISettings: Sendable {
  public var interceptors = Interceptors.builtIn
  public var fingerprints = Fingerprints.builtIn
  /// Most connections over IPv6 of the run fail.
  var isIPv6Broken = false

  public init() {}
}
