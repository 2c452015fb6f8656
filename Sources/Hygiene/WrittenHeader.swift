extension RecordHeader {
  /// Reads a header line of exactly the form in which this version writes it; nil for any other,
  /// which only a JSON decoder can judge. What it reads, the decoder would read the same.
  public init?(asWritten line: [UInt8]) {
    var reader = WrittenJSON(line)
    guard let header = try? reader.header() else { return nil }
    self = header
  }
}

extension WrittenJSON {
  fileprivate mutating func header() throws(OtherForm) -> RecordHeader {
    try take(#"{"claimed_time":"#)
    let time = try timestamp()
    try take(#","epoch":"#)
    let epoch = try integer()
    try take(#","fmt":"\#(RecordHeader.currentFormat)","kind":"#)
    let kind = EventKind(rawValue: try string())
    try take(#","org":"#)
    let org = try string()
    try take(#","prev":"#)
    let prev = passes("null") ? nil : try string()
    try take(#","recipient":"#)
    let recipient = try string()
    try take(#","seq":"#)
    let seq = passes("null") ? nil : try integer()
    let summary = passes(#","summary":"#) ? try summary() : nil
    try take(#","tool":"#)
    let tool = try string()
    try take(#","v":\#(RecordHeader.currentVersion)}"#)
    guard isAtEnd else { throw OtherForm() }
    return RecordHeader(
      kind: kind, org: org, epoch: epoch, recipient: recipient, prev: prev, seq: seq,
      claimedTime: time, tool: tool, summary: summary)
  }

  private mutating func timestamp() throws(OtherForm) -> Timestamp {
    guard let time = Timestamp(try string()) else { throw OtherForm() }
    return time
  }

  private mutating func summary() throws(OtherForm) -> Summary {
    let audit = passes(#"{"audit":"#) ? try audit() : nil
    try take(audit == nil ? "{" : ",")
    try take(#""domains":"#)
    let domains: [DomainID: Summary.Figures] = try dictionary { reader throws(OtherForm) in
      try reader.figures()
    }
    let overall = passes(#","overall":"#) ? try figures() : nil
    try take(#","scenarios":"#)
    let scenarios: [ScenarioID: Summary.Figures] = try dictionary { reader throws(OtherForm) in
      try reader.figures()
    }
    try take("}")
    return Summary(overall: overall, domains: domains, scenarios: scenarios, audit: audit)
  }

  private mutating func audit() throws(OtherForm) -> PastAudit {
    try take(#"{"asked":"#)
    let asked = try list { reader throws(OtherForm) in
      guard let asked = Asked(line: try reader.ascii()) else { throw OtherForm() }
      return asked
    }
    try take(#","checklist":"#)
    let checklist = try string()
    try take(#","partly":{"about":"#)
    let about = try number()
    try take(#","exact":"#)
    guard let partly = Rational(exact: try string(), about: about) else { throw OtherForm() }
    try take(#"},"practice":"#)
    let practice = passes("true")
    if !practice { try take("false") }
    let round = passes(#","round":"#) ? try string() : nil
    try take(#","time":"#)
    let time = try timestamp()
    try take(#","version":"#)
    let version = try string()
    try take("}")
    return PastAudit(
      time: time, round: round, practice: practice, checklist: checklist, version: version,
      partly: partly, asked: asked)
  }

  private mutating func figures() throws(OtherForm) -> Summary.Figures {
    try take(#"{"answered":"#)
    let answered = try integer()
    try take(#","applicable":"#)
    let applicable = try integer()
    try take(#","best":"#)
    let best = try integer()
    try take(#","tierOneGaps":"#)
    let gaps = try integer()
    try take(#","worst":"#)
    let worst = try integer()
    try take("}")
    return Summary.Figures(
      worst: worst, best: best, answered: answered, applicable: applicable, tierOneGaps: gaps)
  }
}
