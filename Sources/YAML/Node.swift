/// One value of a YAML file, and where it stands.
///
/// Every scalar is text: `yes`, `1` and `null` are the words that were written.
public struct Node: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case text(String)
    case list([Node])
    /// In the order of the file; no key comes twice.
    case map([Entry])
  }

  public let content: Content
  public let place: Place

  public init(_ content: Content, at place: Place) {
    (self.content, self.place) = (content, place)
  }
}

/// A key and its value.
public struct Entry: Hashable, Sendable {
  public let key: String
  /// Where the key stands.
  public let place: Place
  public let value: Node

  public init(key: String, at place: Place, value: Node) {
    (self.key, self.place, self.value) = (key, place, value)
  }
}

/// A place in a file; line and column count from 1.
public struct Place: Hashable, Sendable {
  public let line: Int, column: Int

  public init(line: Int, column: Int) { (self.line, self.column) = (line, column) }
}
