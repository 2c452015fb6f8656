internal import DNS
internal import Platform

/// What has been seen of the domains of one survey, so that all rules together ask and connect once.
actor DomainNotebook {
  private var asker: (any QuestionAsker)?
  /// Whether some answer came in clear, where it could have been forged.
  private(set) var hasAskedInClear = false
  private var answers: [DNSQuestion: Task<DNSAnswer, any Error>] = [:]
  private var pages: [DomainPage.Place: Task<DomainPage, Never>] = [:]
  private var obsolete: [String: Task<Bool?, Never>] = [:]
  private var mail: [String: Task<MailTalk, Never>] = [:]
  private var reached: [Endpoint: Task<FailureWord?, Never>] = [:]

  init() {}

  /// Answers in the order of the questions; only those that were never asked are.
  func answers(
    to questions: [DNSQuestion], making newAsker: @Sendable () throws -> any QuestionAsker
  ) async throws -> [DNSAnswer] {
    let asker = try self.asker ?? newAsker()
    self.asker = asker
    var new: [DNSQuestion] = []
    for question in questions where answers[question] == nil && !new.contains(question) {
      new.append(question)
    }
    if !new.isEmpty {
      let batch = Task { [new] in try await asker.answers(to: new) }
      for (index, question) in new.enumerated() {
        answers[question] = Task {
          try await withTaskCancellationHandler {
            let found = try await batch.value
            guard found.indices.contains(index) else { throw CancellationError() }
            return found[index]
          } onCancel: {
            batch.cancel()
          }
        }
      }
    }
    var found: [DNSAnswer] = []
    for task in questions.compactMap({ answers[$0] }) {
      let answer = try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        task.cancel()
      }
      if answer.via.hasPrefix("udp") || answer.via.hasPrefix("tcp") { hasAskedInClear = true }
      found.append(answer)
    }
    return found
  }

  func page(
    at place: DomainPage.Place, fetching: @escaping @Sendable () async -> DomainPage
  ) async -> DomainPage {
    let task = pages[place] ?? Task { await fetching() }
    pages[place] = task
    return await whole(task)
  }

  func takesObsolete(
    _ host: String, trying: @escaping @Sendable () async -> Bool?
  ) async -> Bool? {
    let task = obsolete[host] ?? Task { await trying() }
    obsolete[host] = task
    return await whole(task)
  }

  func mail(
    with host: String, talking: @escaping @Sendable () async -> MailTalk
  ) async -> MailTalk {
    let task = mail[host] ?? Task { await talking() }
    mail[host] = task
    return await whole(task)
  }

  func reach(
    _ endpoint: Endpoint, trying: @escaping @Sendable () async -> FailureWord?
  ) async -> FailureWord? {
    let task = reached[endpoint] ?? Task { await trying() }
    reached[endpoint] = task
    return await whole(task)
  }

  private func whole<Value: Sendable>(_ task: Task<Value, Never>) async -> Value {
    await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
  }
}
