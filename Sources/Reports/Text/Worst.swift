internal import Hygiene

extension ReportText {
  /// The first-tier gaps: no figure may hide them.
  var gaps: Block {
    let gaps = report.overall.tierOneGaps
    guard !gaps.isEmpty else {
      let id = report.items.isEmpty ? "report.no-score" : "report.gaps.none"
      return section("report.heading.gaps", [Block(words[id])])
    }
    let count = Block(words["report.gaps.count", ["count": String(gaps.count)]], style: .bad)
    return section("report.heading.gaps", [count] + gaps.map(gap))
  }

  private func gap(_ control: ControlID) -> Block {
    Block(
      question(control), mark: .control(control),
      inside: item(control).map { [Block(claim(in: $0))] } ?? [])
  }

  /// The answer, and that it was contradicted.
  private func claim(in item: Report.Item) -> String {
    let answer = words["report.answer", ["answer": text(item.reply.answer)]]
    return isContradicted(item.control) ? "\(answer); \(words["report.contradicted"])" : answer
  }

  var contradictions: [Block] {
    guard !report.contradictions.isEmpty else { return [] }
    let blocks = report.contradictions.map { contradiction in
      let values = [
        "answer": text(contradiction.claimed),
        "checks": contradiction.checks.map { title($0) }.joined(separator: ", "),
      ]
      let text = words["report.contradiction.\(contradiction.kind.rawValue)", values]
      return Block(
        question(contradiction.control), mark: .control(contradiction.control),
        inside: [Block(text, style: .warning)])
    }
    return [section("report.heading.contradictions", blocks)]
  }

  var risks: Block {
    guard !report.risks.isEmpty else {
      return section("report.heading.risks", [Block(words["report.risks.none"])])
    }
    return section("report.heading.risks", report.risks.map(block))
  }

  private func block(_ risk: ScenarioRisk) -> Block {
    var block = headline(of: risk)
    block.inside = [
      judgement(risk.initiation, as: "report.risk.initiation", of: risk.scenario),
      Block(words["report.risk.exposure", ["range": text(risk.exposure)]]),
      judgement(risk.impact, as: "report.risk.impact", of: risk.scenario),
      Block(words["report.risk.inherent", ["range": text(risk.inherent)]]),
    ]
    if explains { block.inside.append(folded(steps(to: risk))) }
    return block
  }

  func headline(of risk: ScenarioRisk) -> Block {
    let range = text(risk.risk)
    return Block(
      words["report.risk", ["scenario": title(risk.scenario), "range": range]],
      style: risk.risk.worst.style
    ).drawing(.levels(risk.risk), words: range)
  }

  private func judgement(_ judgement: Judgement, as id: String, of scenario: ScenarioID) -> Block {
    Block(words[id, ["range": text(judgement.range)]], inside: reasons(judgement, of: scenario))
  }

  func reasons(_ judgement: Judgement, of scenario: ScenarioID) -> [Block] {
    let reasons = judgement.reasons.map { title("\(scenario).because.\($0)", else: $0) }
    guard reasons.count == 2 else {
      return reasons.map { Block(words["report.because", ["reason": $0]]) }
    }
    return zip(["report.at-worst", "report.at-best"], reasons).map { id, reason in
      Block(words[id, ["reason": reason]])
    }
  }

  var overall: Block {
    guard let score = report.overall.score, let label = report.overall.label else {
      return section("report.heading.overall", [Block(words["report.no-score"])])
    }
    var blocks = [
      figure(score, label), Block(coverage(score)), gapCount,
      Block(words["report.measured-share", ["share": words.oneDecimal(score.measured)]]),
    ]
    if explains {
      let asked = report.items.filter(\.asked)
      blocks.append(folded(sum(over: asked, score) + [dearest(in: asked)]))
    }
    return section("report.heading.overall", blocks)
  }

  var gapCount: Block {
    Block(words["report.gap-count", ["count": String(report.overall.tierOneGaps.count)]])
  }

  func figure(_ score: Score, _ label: Label, of title: String? = nil) -> Block {
    let words = "\(points(score)): \(self.words["label.\(label.rawValue)"])"
    return Block(title.map { "\($0): \(words)" } ?? words)
      .drawing(.share(worst: score.worst, best: score.best), words: points(score))
  }

  var domains: Block {
    var domains: [DomainID] = []
    for item in report.items where domains.last != item.domain { domains.append(item.domain) }
    let blocks = domains.compactMap { domain in
      report.domains[domain].map { group in
        block(group, called: title(domain)) { $0.domain == domain }
      }
    }
    let basics = block(report.basics, called: words["report.basics"]) { $0.scenarios.isEmpty }
    return section("report.heading.domains", blocks + [basics])
  }

  private func block(
    _ group: GroupScore, called title: String, holds: (Report.Item) -> Bool
  ) -> Block {
    guard let score = group.score, let label = group.label else {
      return Block("\(title): \(words["report.no-score"])")
    }
    var block = figure(score, label, of: title)
    block.inside = [Block(coverage(score))]
    if !group.tierOneGaps.isEmpty {
      let gaps = group.tierOneGaps.map(\.rawValue).joined(separator: ", ")
      block.inside.append(Block(words["report.gaps.list", ["controls": gaps]]))
    }
    if explains {
      let items = report.items.filter { $0.asked && holds($0) }
      block.inside.append(folded(sum(over: items, score) + [dearest(in: items)]))
    }
    return block
  }
}
