internal import Hygiene

extension ReportText {
  /// The first-tier gaps: no figure may hide them.
  mutating func writeGaps() {
    page.heading(words["report.heading.gaps"])
    let gaps = report.overall.tierOneGaps
    guard !gaps.isEmpty else {
      page.write(words[report.items.isEmpty ? "report.no-score" : "report.gaps.none"], indent: 2)
      return
    }
    page.write(
      words["report.gaps.count", ["count": String(gaps.count)]], indent: 2, style: .bad)
    for gap in gaps {
      page.write(question(gap), indent: 2, mark: "\(gap)  ")
      if let item = item(gap) { page.write(claim(in: item), indent: 4) }
    }
  }

  /// The answer, and that it was contradicted.
  private func claim(in item: Report.Item) -> String {
    let answer = words["report.answer", ["answer": text(item.reply.answer)]]
    return isContradicted(item.control) ? "\(answer); \(words["report.contradicted"])" : answer
  }

  mutating func writeContradictions() {
    guard !report.contradictions.isEmpty else { return }
    page.heading(words["report.heading.contradictions"])
    for contradiction in report.contradictions {
      page.write(question(contradiction.control), indent: 2, mark: "\(contradiction.control)  ")
      let values = [
        "answer": text(contradiction.claimed),
        "checks": contradiction.checks.map { title($0) }.joined(separator: ", "),
      ]
      page.write(
        words["report.contradiction.\(contradiction.kind.rawValue)", values], indent: 4,
        style: .warning)
    }
  }

  mutating func writeRisks() {
    page.heading(words["report.heading.risks"])
    guard !report.risks.isEmpty else {
      page.write(words["report.risks.none"], indent: 2)
      return
    }
    for risk in report.risks {
      page.write(headline(of: risk), indent: 2, style: risk.risk.worst.style)
      write(risk.initiation, as: "report.risk.initiation", of: risk.scenario)
      page.write(words["report.risk.exposure", ["range": text(risk.exposure)]], indent: 4)
      write(risk.impact, as: "report.risk.impact", of: risk.scenario)
      page.write(words["report.risk.inherent", ["range": text(risk.inherent)]], indent: 4)
    }
  }

  func headline(of risk: ScenarioRisk) -> String {
    words["report.risk", ["scenario": title(risk.scenario), "range": text(risk.risk)]]
  }

  private mutating func write(_ judgement: Judgement, as id: String, of scenario: ScenarioID) {
    page.write(words[id, ["range": text(judgement.range)]], indent: 4)
    let reasons = judgement.reasons.map { title("\(scenario).because.\($0)", else: $0) }
    if reasons.count == 2 {
      page.write(words["report.at-worst", ["reason": reasons[0]]], indent: 6)
      page.write(words["report.at-best", ["reason": reasons[1]]], indent: 6)
    } else {
      for reason in reasons { page.write(words["report.because", ["reason": reason]], indent: 6) }
    }
  }

  mutating func writeOverall() {
    page.heading(words["report.heading.overall"])
    guard let score = report.overall.score, let label = report.overall.label else {
      page.write(words["report.no-score"], indent: 2)
      return
    }
    let gaps = report.overall.tierOneGaps.count
    page.write("\(points(score)): \(words["label.\(label.rawValue)"])", indent: 2)
    page.write(coverage(score), indent: 2)
    page.write(words["report.gap-count", ["count": String(gaps)]], indent: 2)
    page.write(
      words["report.measured-share", ["share": words.oneDecimal(score.measured)]], indent: 2)
  }

  mutating func writeDomains() {
    page.heading(words["report.heading.domains"])
    var domains: [DomainID] = []
    for item in report.items where domains.last != item.domain { domains.append(item.domain) }
    for domain in domains {
      if let group = report.domains[domain] { write(group, called: title(domain)) }
    }
    write(report.basics, called: words["report.basics"])
  }

  private mutating func write(_ group: GroupScore, called title: String) {
    guard let score = group.score, let label = group.label else {
      page.write("\(title): \(words["report.no-score"])", indent: 2)
      return
    }
    page.write("\(title): \(points(score)): \(words["label.\(label.rawValue)"])", indent: 2)
    page.write(coverage(score), indent: 4)
    if !group.tierOneGaps.isEmpty {
      let gaps = group.tierOneGaps.map(\.rawValue).joined(separator: ", ")
      page.write(words["report.gaps.list", ["controls": gaps]], indent: 4)
    }
  }
}
