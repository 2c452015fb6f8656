internal import Hygiene
internal import Platform

/// How pages look. Both forms are lines and nothing else: no cursor is moved, nothing is redrawn.
public struct Rendering: Hashable, Sendable {
  public enum Style: Hashable, Sendable {
    /// For screen readers, braille lines and logs: words, numbers and line ends only.
    case plain
    /// A little weight and colour, and a thin rule between questions.
    case inline
  }
  public let style: Style
  public let usesColour: Bool

  public init(_ style: Style, usesColour: Bool = false) {
    (self.style, self.usesColour) = (style, usesColour && style == .inline)
  }

  /// What the person asked for, by the option `--plain`, by `ACCESSIBLE`, or by a terminal that can
  /// do no more. `NO_COLOR` is honoured as no-color.org says: set and not empty.
  public static func chosen(
    environment: [String: String], plainFlag: Bool, isInteractive: Bool
  ) -> Rendering {
    let accessible = environment["ACCESSIBLE"] ?? ""
    let isAccessible = !accessible.isEmpty && accessible != "0"
    let term = environment["TERM"] ?? ""
    if plainFlag || isAccessible || term.isEmpty || term == "dumb" || !isInteractive {
      return Rendering(.plain)
    }
    return Rendering(.inline, usesColour: (environment["NO_COLOR"] ?? "").isEmpty)
  }

  /// Long lines are hard to read, and some terminals are very narrow.
  private func width(in columns: Int) -> Int { min(max(columns, 20), 80) }

  func text(of blocks: [Block], columns: Int) -> String {
    blocks.flatMap { lines(of: $0, width: width(in: columns)) }.map { $0 + "\n" }.joined()
  }

  /// What stands before the cursor. It is only wrapped if it leaves no room to type.
  func prompt(_ text: String, columns: Int) -> String {
    let lines = wrapped(text, width: width(in: columns) - 10)
    return lines.dropLast().map { $0 + "\n" }.joined() + paint(lines.last ?? "", .bold) + " "
  }

  private func lines(of block: Block, width: Int) -> [String] {
    let isPlain = style == .plain
    switch block {
    case .gap: return [""]
    case .rule: return isPlain ? [""] : ["", paint(String(repeating: "─", count: width), .faint)]
    case .progress(let text): return body(text, width, look: .faint)
    case .title(let text): return body(text, width, look: .bold)
    case .text(let text): return body(text, width)
    case .faint(let text), .keys(let text): return body(text, width, look: .faint)
    case .warning(let text): return body(text, width, look: .warm)
    case .chosen(let text): return body(text, width, look: .calm)
    case .notice(let text): return body(text, width, look: .warm)
    case .choice(let number, let label, let letter):
      let hint = letter.map { isPlain ? " (\($0))" : " [\($0)]" } ?? ""
      let key = isPlain ? "\(number). " : "  \(number)  "
      return hanging(key, label + hint, width)
    case .row(let key, let text):
      return hanging(isPlain ? "\(key). " : "  \(key)  ", text, width)
    }
  }

  private func body(_ text: String, _ width: Int, look: Look = .normal) -> [String] {
    // A space that must not be broken has done its work by then; programs that read the screen
    // and people who search it expect an ordinary one.
    wrapped(cleaned(text), width: width).map { paint($0.replacing("\u{A0}", with: " "), look) }
  }

  /// The key in the margin, so that it is found at a glance; a plain page has no margin.
  private func hanging(_ key: String, _ text: String, _ width: Int) -> [String] {
    if style == .plain { return wrapped(key + cleaned(text), width: width) }
    let indent = columns(of: key)
    let lines = wrapped(cleaned(text), width: max(10, width - indent))
    return lines.enumerated().map { offset, line in
      (offset == 0 ? paint(key, .calm) : String(repeating: " ", count: indent)) + line
    }
  }

  /// Words come from files that somebody else may have written.
  private func cleaned(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { TypedText.cleaned(String($0)) }.joined(separator: "\n")
  }

  /// Select Graphic Rendition (ECMA-48 §8.3.117). Nothing is said by it alone.
  private enum Look: String { case normal = "", bold = "1", faint = "2", warm = "33", calm = "36" }

  private func paint(_ text: String, _ look: Look) -> String {
    guard usesColour, look != .normal, !text.isEmpty else { return text }
    return "\u{1B}[\(look.rawValue)m\(text)\u{1B}[0m"
  }
}
