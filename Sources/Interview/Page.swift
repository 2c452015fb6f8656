/// What is shown at once, before any decision on how it looks.
struct Page: Hashable {
  var blocks: [Block]
  /// What stands before the cursor.
  var prompt: String
}

/// A piece of a page.
enum Block: Hashable {
  /// Between one question and the next.
  case rule
  case gap
  case progress(String)
  case title(String)
  case text(String)
  case faint(String)
  case warning(String)
  /// An answer that can be given.
  case choice(number: Int, label: String, letter: Character?)
  /// A line of a list.
  case row(key: String, text: String)
  /// What was understood.
  case chosen(String)
  /// What was not understood.
  case notice(String)
  /// What can be typed.
  case keys(String)
}
