/// Why a text is no YAML that we read.
public struct YAMLProblem: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case tooLarge
    case notUTF8
    /// A control character, or an invisible one that would make lines look other than they are.
    case forbiddenCharacter
    case empty
    case severalDocuments
    /// `%YAML` or `%TAG`.
    case directive
    case anchor, alias, tag
    case duplicateKey(String)
    /// A list or a map in the place of a key.
    case keyIsNotText
    case tooDeep
    case tooManyValues
    case tab
    /// A quotation mark that nothing closes; the place is where it opens.
    case openQuote
    /// A second `: ` in one line, mostly in a text that needs quotation marks.
    case colonInText
    /// A text that begins with a character that means something else, such as `@` or `` ` ``.
    case needsQuotes
    /// Anything else, in libyaml's words: a constant text that holds nothing of the file.
    case syntax(String)
    case noMemory
  }

  public let reason: Reason
  public let place: Place

  public init(_ reason: Reason, at place: Place) { (self.reason, self.place) = (reason, place) }
}
