internal import Hygiene

/// A line of a report with what belongs below it, before any format has laid it out.
struct Block {
  enum Kind {
    case line
    /// A heading with what it is about.
    case section
    /// A heading inside a section.
    case group
    /// Set off from what stands before it.
    case aside
    /// An answer: where other lines name its control, a format may lead here.
    case answer
    /// How the line above was made; a screen leaves it to `saqta explain`.
    case folded
  }
  /// What stands before the text.
  enum Mark: Equatable {
    case none, bullet
    case number(Int)
    case control(ControlID)
  }
  /// What may be drawn beside the text. It only repeats what the words say.
  enum Figure: Equatable {
    case share(worst: Rational, best: Rational)
    case levels(LevelRange)
  }
  var kind: Kind
  var mark: Mark
  let text: String
  var style: Style
  /// With the words that stand for it.
  var figure: (kind: Figure, words: String)?
  var inside: [Block]

  init(
    _ text: String, as kind: Kind = .line, mark: Mark = .none, style: Style = .plain,
    inside: [Block] = []
  ) {
    (self.text, self.kind, self.mark) = (text, kind, mark)
    (self.style, self.inside) = (style, inside)
  }

  func drawing(_ figure: Figure, words: String) -> Block {
    var block = self
    block.figure = (figure, words)
    return block
  }
}

extension Block {
  var number: Int? {
    guard case .number(let number) = mark else { return nil }
    return number
  }

  /// Whether it stands in a list: it has a mark, or something to hold together.
  var isItem: Bool {
    switch kind {
    case .line, .answer: mark != .none || figure != nil || !inside.isEmpty
    case .section, .group, .aside, .folded: false
    }
  }
}

/// What colour may add to words that already say it.
enum Style { case plain, strong, good, warning, bad }
