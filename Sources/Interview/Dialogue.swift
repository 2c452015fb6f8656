public import Hygiene
public import Platform

/// Single questions outside the questionnaire, in the same look and with the same manners.
public struct Dialogue: Sendable {
  private let words: Words
  private let terminal: any Terminal
  private let rendering: Rendering

  public init(_ words: Words, on terminal: any Terminal, rendering: Rendering) {
    (self.words, self.terminal, self.rendering) = (words, terminal, rendering)
  }

  /// Shows a text, wrapped; paragraphs are separated by a blank line.
  public func say(_ id: String, _ values: [String: String] = [:]) {
    show([.text(words[id, values])])
  }

  /// Shows a text that asks for attention.
  public func warn(_ id: String, _ values: [String: String] = [:]) {
    show([.warning(words[id, values])])
  }

  /// Shows words that the person copies by hand, set off from the rest and broken between words
  /// only: one that the edge of a window cuts in two would be copied wrongly.
  public func showToCopy(_ text: String) {
    let lines = wrapped(text, width: max(20, min(terminal.size.columns, 80)) - 4)
    terminal.show("\n" + lines.map { "    \($0)\n" }.joined() + "\n")
  }

  /// Asks for one line; it may be empty. The text of `id` is the prompt.
  ///
  /// - Throws: `Interrupted`.
  public func ask(_ id: String, _ values: [String: String] = [:]) async throws -> String {
    prompt(words[id, values])
    return try await terminal.readLine().trimmed
  }

  /// Asks a question with the answers yes and no; Enter alone is neither.
  ///
  /// - Throws: `Interrupted`.
  public func confirm(_ id: String, _ values: [String: String] = [:]) async throws -> Bool {
    try await choose(
      id, values, from: [words["interview.dialogue.yes"], words["interview.dialogue.no"]]) == 0
  }

  /// Asks for one of some answers, which are given as they are shown.
  ///
  /// - Returns: its position, from 0.
  /// - Throws: `Interrupted`.
  public func choose(
    _ id: String, _ values: [String: String] = [:], from labels: [String]
  ) async throws -> Int {
    let choices = Choices(labels)
    show(
      [.title(words[id, values])]
        + choices.all.enumerated().map { offset, choice in
          .choice(number: offset + 1, label: choice.label, letter: choice.letter)
        })
    while true {
      prompt(words["interview.prompt.answer"])
      let line = try await terminal.readLine().trimmed
      switch choices.positions(in: line) {
      case .success(let positions):
        let position = positions.first ?? 0
        let answer = "\(position + 1), \(labels[position])"
        show([.chosen(words["interview.chosen", ["answer": answer]])])
        return position
      case .failure(let wrong):
        // There are no commands here, so the sentence does not name any.
        let isUnclear = wrong.message.id == "interview.wrong.unclear"
        let id = isUnclear ? wrong.message.id : "interview.wrong.dialogue"
        show([.notice(words[id, wrong.message.values])])
      }
    }
  }

  /// Asks for a passphrase that exists already, without echo.
  ///
  /// - Throws: `Interrupted`; `SecretProblem.noMemory`.
  public func passphrase(_ id: String, _ values: [String: String] = [:]) async throws -> Secret {
    announceSilence()
    return try await secret(id, values)
  }

  /// Whoever hears the screen must know why nothing is said while they type.
  private func announceSilence() { show([.faint(words["interview.passphrase.silent"])]) }

  private func secret(_ id: String, _ values: [String: String] = [:]) async throws -> Secret {
    while true {
      let prompt = rendering.prompt(words[id, values], columns: terminal.size.columns)
      do {
        return try await terminal.readSecret(prompt)
      } catch SecretProblem.tooLong {
        tooLong()
      }
    }
  }

  /// The fewest characters of a new passphrase.
  public static let shortest = 12

  /// Asks for a new passphrase twice, without echo, until both are the same and long enough.
  ///
  /// - Returns: an empty secret when the person typed nothing; whether that is allowed is for the
  ///   caller to say.
  /// - Throws: `Interrupted`; `SecretProblem.noMemory`.
  public func newPassphrase(
    _ id: String, _ values: [String: String] = [:]
  ) async throws -> Secret {
    announceSilence()
    while true {
      let first = try await secret(id, values)
      if first.isEmpty { return first }
      if characters(in: first) < Dialogue.shortest {
        let least = String(Dialogue.shortest)
        show([.notice(words["interview.passphrase.short", ["count": least]])])
        continue
      }
      let second = try await secret("interview.passphrase.again")
      if first.equals(second) { return first }
      show([.notice(words["interview.passphrase.different"])])
    }
  }

  /// Counted on the bytes, so that no copy is made: every byte of UTF-8 that does not continue
  /// another begins a character (RFC 3629 §3).
  private func characters(in secret: borrowing Secret) -> Int {
    unsafe secret.withBytes { bytes in unsafe bytes.count { $0 & 0xC0 != 0x80 } }
  }

  private func tooLong() {
    let most = String(Secret.capacity)
    show([.notice(words["interview.passphrase.long", ["count": most]])])
  }

  private func show(_ blocks: [Block]) {
    terminal.show(rendering.text(of: blocks, columns: terminal.size.columns))
  }

  private func prompt(_ text: String) {
    terminal.show(rendering.prompt(text, columns: terminal.size.columns))
  }
}

/// Shows long texts a screen at a time.
public struct Pager: Sendable {
  private let words: Words
  private let terminal: any Terminal

  public init(_ words: Words, on terminal: any Terminal) {
    (self.words, self.terminal) = (words, terminal)
  }

  /// Shows the text as it is, and stops after every screenful. Its lines are counted as the
  /// terminal breaks them.
  ///
  /// - Throws: `Interrupted`.
  public func page(_ text: String) async throws {
    var rest = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    if rest.last == "" { rest.removeLast() }
    while true {
      // Asked anew each time: the window may have changed while the person read.
      let size = terminal.size
      var (rows, piece) = (0, "")
      while let line = rest.first {
        rows += max(1, (columns(of: withoutColour(line)) + size.columns - 1) / size.columns)
        if rows > max(2, size.rows) - 1, !piece.isEmpty { break }
        piece += line + "\n"
        rest.removeFirst()
      }
      terminal.show(piece)
      if rest.isEmpty { return }
      terminal.show(words["interview.pager.more"] + " ")
      let line = try await terminal.readLine().trimmed
      if Keys(words).command(line, among: [.quit]) != nil { return }
    }
  }

  private func withoutColour(_ line: Substring) -> String { TypedText.cleaned(String(line)) }
}
