internal import Hygiene
internal import Platform

/// Who may send mail in the domain's name (RFC 7208).
struct SPFFacts: DomainFacts {
  enum Finding: String, DomainFinding {
    /// All others are refused.
    case strict
    case none, several, syntax
    case passAll = "pass-all", neutral, noAll = "no-all", softfail
    case ptr
    case tooMany = "too-many", tooManyEmpty = "too-many-empty", brokenInclude = "broken-include"
    /// What a macro stands for is known only when a message comes.
    case macros

    var weight: DomainWeight {
      switch self {
      case .strict: .good
      case .softfail, .ptr: .concern
      case .macros: .unknown("macros")
      default: .problem
      }
    }
  }

  /// One question of a receiver, and what came.
  struct Lookup: Codable, Hashable, Sendable {
    enum Kind: String, Codable, Hashable, Sendable { case txt, address, mx }
    let kind: Kind
    let answer: DomainAnswer
  }

  let domain: String
  /// The texts that claim to be SPF records.
  var records: [String] = []
  var word: FailureWord?
  /// What the records lead to.
  var lookups: [Lookup] = []
  /// How many a receiver may have to make; nil for none.
  var lookupCount: Int?
  var findings: [Finding] = []

  init(_ domain: String, _ answer: DomainAnswer, _ lookups: [Lookup] = []) {
    self.domain = domain
    records = answer.texts.filter(SPFRecord.claims)
    word = records.isEmpty ? answer.word : nil
    self.lookups = lookups
    let count = records.count == 1 ? SPFWalk(self).lookups : 0
    lookupCount = count > 0 ? count : nil
  }

  var missing: Reason? {
    if let word, word != .nxdomain, word != .noData { return Reason(unanswered: word) }
    return records.count == 1 ? SPFWalk(self).missing : nil
  }

  var concluded: [Finding] {
    if let word, word != .nxdomain, word != .noData { return [] }
    guard let record = records.first else { return [.none] }
    if records.count > 1 { return [.several] }
    guard SPFRecord(record) != nil else { return [.syntax] }
    return SPFWalk(self).findings
  }
}

/// Goes through a record and all that it includes, as a receiver does whom nothing matches.
struct SPFWalk {
  /// RFC 7208 §4.6.4.
  static let mostLookups = 10, mostEmpty = 2, mostExchanges = 10
  private let known: [SPFFacts.Lookup]
  private(set) var lookups = 0
  private var empty = 0
  private var problems: [SPFFacts.Finding] = []
  private var last: Character?
  private(set) var missing: Reason?
  /// What must be asked to get further.
  private(set) var wanted: [(kind: SPFFacts.Lookup.Kind, name: String)] = []

  init(_ facts: SPFFacts) {
    known = facts.lookups
    if let record = facts.records.first.flatMap({ SPFRecord($0) }) {
      last = walk(record, of: facts.domain, depth: 0)
    }
  }

  var findings: [SPFFacts.Finding] {
    var found: [SPFFacts.Finding] = []
    if lookups > Self.mostLookups { found.append(.tooMany) }
    if empty > Self.mostEmpty { found.append(.tooManyEmpty) }
    for problem in problems where !found.contains(problem) { found.append(problem) }
    switch last {
    case "-": if found.allSatisfy({ $0 == .ptr }) { found.insert(.strict, at: 0) }
    case "~": found.append(.softfail)
    case "+": found.append(.passAll)
    case "?": found.append(.neutral)
    // How the walk would have ended is not known where it was cut short.
    default: if found.isEmpty || found == [.ptr], missing == nil { found.append(.noAll) }
    }
    return found
  }

  private mutating func note(_ finding: SPFFacts.Finding) { problems.append(finding) }

  /// The qualifier of `all` at the end; nil when there is none.
  private mutating func walk(_ record: SPFRecord, of domain: String, depth: Int) -> Character? {
    for term in record.terms {
      // What follows the eleventh is never looked at, and so a loop ends.
      guard lookups <= Self.mostLookups else { return nil }
      switch term {
      // §5.1: what stands after it is ignored, a redirect too.
      case .all(let qualifier): return qualifier
      case .ip: break
      case .ptr:
        lookups += 1
        note(.ptr)
      case .a(let name): look(for: name.isEmpty ? domain : name, .address)
      case .mx(let name): look(for: name.isEmpty ? domain : name, .mx)
      case .exists(let name): look(for: name, .address)
      case .include(let name): _ = follow(name, depth: depth)
      }
    }
    guard !record.redirect.isEmpty else { return nil }
    return follow(record.redirect.lowercased(), depth: depth)
  }

  private func answer(_ kind: SPFFacts.Lookup.Kind, _ name: String) -> DomainAnswer? {
    known.first { $0.kind == kind && $0.answer.name == name }?.answer
  }

  private mutating func look(for target: String, _ kind: SPFFacts.Lookup.Kind) {
    lookups += 1
    guard lookups <= Self.mostLookups, !SPFRecord.hasMacro(target) else { return }
    let name = DomainNames.plain(target)
    guard let answer = answer(kind, name) else {
      wanted.append((kind, name))
      return
    }
    if answer.isAbsent { empty += 1 }
    // §4.6.4: more than ten exchanges are an error.
    if kind == .mx, answer.texts.count > Self.mostExchanges { note(.tooMany) }
  }

  private mutating func follow(_ target: String, depth: Int) -> Character? {
    lookups += 1
    guard lookups <= Self.mostLookups, depth < 12 else { return nil }
    guard !SPFRecord.hasMacro(target) else {
      note(.macros)
      return nil
    }
    let name = DomainNames.plain(target)
    guard let answer = answer(.txt, name) else {
      wanted.append((.txt, name))
      return nil
    }
    if let reason = answer.missing {
      missing = reason
      return nil
    }
    let records = answer.texts.filter(SPFRecord.claims)
    if answer.isAbsent { empty += 1 }
    // §5.2 and §6.1: none, several and a wrong one are errors alike.
    guard records.count == 1, let record = SPFRecord(records[0]) else {
      note(.brokenInclude)
      return nil
    }
    return walk(record, of: name, depth: depth + 1)
  }
}
