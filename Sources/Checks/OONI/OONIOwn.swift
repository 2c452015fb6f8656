internal import Documents
internal import Platform

/// What OONI's format has no place for, and saqta writes under names of its own, so that it reads its
/// own measurements back as it judged them.
struct OONIOwn: Hashable, Codable, Sendable {
  var role: Target.Role?
  var statuses: [Int]?
  var circumstances: ReachFacts.Circumstances?
  var isInHostsFile: Bool?
  var differentials: [Differential]?
  var throttling: Throttling?
  var reference: Reference?

  init(_ facts: ReachFacts) {
    (role, statuses, circumstances) = (facts.role, facts.statuses, facts.circumstances)
    (isInHostsFile, differentials) = (facts.isInHostsFile, facts.differentials)
    (throttling, reference) = (facts.throttling, facts.reference)
  }

  init(_ keys: JSON) {
    self = keys["x_saqta_facts"].decoded(OONIOwn.self) ?? OONIOwn()
  }

  private init() {}

  func restore(_ facts: inout ReachFacts) {
    if let role { facts.role = role }
    if let statuses { facts.statuses = statuses }
    if let circumstances { facts.circumstances = circumstances }
    facts.isInHostsFile = isInHostsFile ?? false
    facts.differentials = differentials ?? []
    (facts.throttling, facts.reference) = (throttling, reference)
  }

  /// The same for one operation.
  struct Step: Hashable, Codable, Sendable {
    var word: FailureWord?
    var detail: String?
    var point: Operation.Point?
    var firstBytes: String?
    var anchor: Operation.Handshake.Anchor?
    var interception: Operation.Handshake.Interception?
    var errors: [String]?
    var bodyLength: Int?
    var bodySHA256: String?
    var title: String?
    var isTruncated: Bool?
    var isChallenge: Bool?
    var blockPage: String?
  }

  static func restore(_ operation: inout Operation, from json: JSON) {
    guard let step = json.decoded(Step.self) else { return }
    (operation.word, operation.detail) = (step.word, step.detail)
    (operation.point, operation.firstBytes) = (step.point, step.firstBytes)
    if let anchor = step.anchor {
      operation.handshake?.anchor = anchor
      operation.handshake?.interception = step.interception
      operation.handshake?.errors = step.errors ?? []
    }
    guard operation.page != nil else { return }
    operation.page?.bodyLength = step.bodyLength ?? 0
    operation.page?.bodySHA256 = step.bodySHA256
    operation.page?.title = step.title
    operation.page?.isTruncated = step.isTruncated ?? false
    operation.page?.isChallenge = step.isChallenge ?? false
    operation.page?.blockPage = step.blockPage
  }
}
