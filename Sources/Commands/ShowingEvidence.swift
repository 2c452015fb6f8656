internal import Checks
internal import Documents
internal import Hygiene
internal import Platform
internal import Reports

extension Setting {
  /// Makes checks, and says which are done to those who have to wait.
  func gatherWithProgress(
    _ checks: [any Checks.Check], about survey: Survey, mayUseNetwork: Bool
  ) async -> [Evidence] {
    let patienceEnds = ContinuousClock.now + .seconds(2)
    return await gatherAll(
      checks, about: survey, mayUseNetwork: mayUseNetwork, in: world,
      finished: { check, _ in
        guard ContinuousClock.now > patienceEnds else { return }
        say("check.finished", ["check": words["check.\(check).title"]])
      })
  }

  /// Prints what was measured, the worst first, or all of it as JSON.
  func show(_ evidence: [Evidence], asJSON: Bool) throws {
    let output = world.output
    if asJSON {
      // One after another: of a long list the whole text would take more memory than all else.
      for (index, item) in evidence.enumerated() {
        let text = String(decoding: try Documents.encode(item), as: UTF8.self)
        output.write((index == 0 ? "[" : ",") + text)
      }
      output.write(evidence.isEmpty ? "[]\n" : "]\n")
      return
    }
    let width = output.isTerminal ? world.terminal.size.columns : 80
    output.write(
      evidenceLines(evidence, words: words, width: width).joined(separator: "\n") + "\n")
  }
}
