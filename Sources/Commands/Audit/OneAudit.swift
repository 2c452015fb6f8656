internal import ChecklistFiles
internal import Checks
internal import Documents
internal import Hygiene
internal import Interview
internal import Platform
internal import Reports
internal import Vault

/// One audit from the first question to the sealed report.
struct OneAudit: Sendable {
  let setting: Setting
  let checklist: Checklist
  let organisation: Organisation
  /// Those who get a file of their own besides.
  let others: [Organisation]
  /// Whether they get the report reduced.
  let reducesForOthers: Bool
  let survey: Survey
  let wish: NetworkWish
  let makesChecks: Bool
  /// Where the report goes instead of the vault.
  let out: String?
  /// The name of the round that the audit belongs to.
  let round: String?

  /// Without a person: the answers are there already.
  func run(with file: AnswersFile) async throws -> ExitStatus {
    let survey = survey.knowing(file.context)
    let consent = try await Consent(wish: wish, setting: setting).obtain(
      for: checks, about: survey)
    let evidence = await gatherAll(
      checks, about: survey, mayUseNetwork: consent, in: setting.world)
    return try finish(file.context, file.answers, evidence, at: nil)
  }

  /// With a person at the terminal, from the beginning or, with its draft, from a paused state.
  func interview(
    from state: InterviewState, keeping paused: KeptDraft?
  ) async throws -> ExitStatus {
    if !setting.languageWasNamed { setting.sayHowWellTranslated() }
    let draft: KeptDraft
    if let paused {
      draft = paused
    } else {
      draft = try await KeptDraft.begin(for: self, at: state)
    }
    let measuring = Measuring(checks, in: setting.world)
    do {
      let ending = try await conversation.run(
        from: state,
        whenContextIsKnown: { context in
          let survey = survey.knowing(context)
          let consent = try await Consent(wish: wish, setting: setting).obtain(
            for: checks, about: survey)
          await measuring.begin(about: survey, mayUseNetwork: consent)
        },
        measurements: measuring.measurements,
        keeping: { try draft.keep($0) })
      guard case .finished(let context, let answers, let pace) = ending else {
        await measuring.cancel()
        draft.sayHowToGoOn(in: setting)
        return .done
      }
      let status = try finish(context, answers, await measuring.evidence(), at: pace)
      try draft.destroy()
      return status
    } catch {
      await measuring.cancel()
      // After a full disk too: whoever answered for an hour must know that it was not for nothing.
      draft.sayHowToGoOn(in: setting)
      throw error
    }
  }

  private var checks: [any Checks.Check] { makesChecks ? catalogue : [] }

  private var conversation: Interview {
    Interview(
      checklist, words: setting.words, on: setting.world.terminal,
      rendering: setting.rendering)
  }

  /// Assesses, seals, shows what was found, and prints where the report is.
  private func finish(
    _ context: Context, _ answers: Answers, _ evidence: [Evidence], at pace: Pace?
  ) throws -> ExitStatus {
    let now = setting.world.clock.now
    let report = Report(
      assess(checklist, context, answers, evidence, on: now.day, at: pace), by: checklist,
      context: context, answers: answers, evidence: evidence, pace: pace, at: now,
      tool: Program.tool, round: round)
    let paths = try sealForOthers(report)
    let path: String
    do {
      path = try seal(report)
    } catch {
      // All or none: the audit will be ended again, and would leave two files for each of them.
      for path in paths { try? setting.world.files.remove(path) }
      throw error
    }
    setting.world.output.complain(
      summary(report, words: setting.words, width: setting.world.terminal.size.columns))
    setting.say("audit.sealed", ["alias": organisation.alias])
    if !paths.isEmpty { setting.say("audit.also-sealed", ["count": String(paths.count)]) }
    setting.world.output.write((paths + [path]).map { $0 + "\n" }.joined())
    return .done
  }

  /// Beside the file that was asked for, else in the folder that the person is in. The names say
  /// nothing, as in the vault.
  private func sealForOthers(_ report: Report) throws -> [String] {
    let folder = out.flatMap { out in out.lastIndex(of: "/").map { String(out[...$0]) } } ?? ""
    var paths: [String] = []
    do {
      for other in others {
        let event = Event.report(reducesForOthers ? report.reducing() : report)
        let sealed = try setting.vault.seal(event, for: other)
        let path = folder + setting.vault.neutralName(of: sealed)
        try setting.vault.write(sealed: sealed, to: path)
        paths.append(path)
      }
    } catch {
      for path in paths { try? setting.world.files.remove(path) }
      throw error
    }
    return paths
  }

  private func seal(_ report: Report) throws -> String {
    guard let out else { return try setting.vault.append(.report(report), to: organisation) }
    let sealed = try setting.vault.seal(
      .report(report), for: try setting.vault.current(organisation))
    try setting.vault.write(sealed: sealed, to: out)
    return out
  }
}

extension Survey {
  func knowing(_ context: Context) -> Survey {
    var survey = self
    survey.context = context
    return survey
  }
}
