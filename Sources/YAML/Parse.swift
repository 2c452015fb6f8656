/// How much a text may ask of us.
public struct YAMLLimits: Hashable, Sendable {
  /// Bytes; larger texts are refused unread.
  public var size: Int
  /// Lists and maps within each other.
  public var depth: Int
  /// Texts, lists and maps, keys not counted.
  public var values: Int

  public init(size: Int = 4 << 20, depth: Int = 32, values: Int = 500_000) {
    (self.size, self.depth, self.values) = (size, depth, values)
  }
}

/// Reads one YAML 1.1 document of plain values.
///
/// Anchors, aliases, tags, directives, several documents and duplicate keys are refused: none of
/// them is needed to write a checklist, and each can make a file mean other than it looks.
///
/// - Throws: the first problem. Time and memory grow linearly with the text.
public func parseYAML(
  _ bytes: [UInt8], within limits: YAMLLimits = YAMLLimits()
) throws(YAMLProblem) -> Node {
  guard bytes.count <= limits.size else {
    throw YAMLProblem(.tooLarge, at: Place(line: 1, column: 1))
  }
  let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  let text = bytes.dropFirst(bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0)
  try checkCharacters(of: text)
  var events = try EventStream(text)
  var builder = Builder(limits: limits)
  var longQuote: (start: Place, end: Int)?
  while true {
    let event: Event
    do throws(YAMLProblem) {
      event = try events.next()
    } catch {
      // A mark that nobody closed ends at the next one, lines further down, and what follows there
      // makes no sense: the fault lies where it opened.
      guard case .syntax = error.reason, let longQuote, longQuote.end == error.place.line else {
        throw error
      }
      throw YAMLProblem(.openQuote, at: longQuote.start)
    }
    if event == .streamEnd { break }
    longQuote = events.endOfLongQuote.map { (events.place, $0) }
    try builder.take(event, from: events)
  }
  guard let root = builder.root else {
    throw YAMLProblem(.empty, at: Place(line: 1, column: 1))
  }
  return root
}

/// Puts events together to a tree, with a stack of its own in place of recursion.
private struct Builder {
  /// A list or a map whose end has not come yet.
  private struct Open {
    let place: Place
    let isMap: Bool
    var items: [Node] = []
    var entries: [Entry] = []
    var keys: Set<String> = []
    /// A key that waits for its value.
    var key: (text: String, place: Place)?
  }

  private let limits: YAMLLimits
  private(set) var root: Node?
  private var stack: [Open] = []
  private var count = 0
  private var hasDocument = false

  init(limits: YAMLLimits) { self.limits = limits }

  mutating func take(_ event: Event, from events: borrowing EventStream) throws(YAMLProblem) {
    let place = events.place
    guard !events.hasAnchor else { throw YAMLProblem(.anchor, at: place) }
    guard !events.hasTag else { throw YAMLProblem(.tag, at: place) }
    guard !events.hasDirective else { throw YAMLProblem(.directive, at: place) }
    switch event {
    case .streamStart, .streamEnd, .documentEnd: break
    case .documentStart:
      guard !hasDocument else { throw YAMLProblem(.severalDocuments, at: place) }
      hasDocument = true
    case .alias: throw YAMLProblem(.alias, at: place)
    case .text: try take(text: events.text, at: place)
    case .listStart, .mapStart: try open(isMap: event == .mapStart, at: place)
    case .listEnd, .mapEnd: try close(at: place)
    }
  }

  private mutating func take(text: String, at place: Place) throws(YAMLProblem) {
    // An escape such as "\0" makes a character that did not stand in the file.
    guard !text.unicodeScalars.contains(where: { isForbidden($0) || $0 == "\r" }) else {
      throw YAMLProblem(.forbiddenCharacter, at: place)
    }
    guard let top = stack.indices.last, stack[top].isMap, stack[top].key == nil else {
      return try add(Node(.text(text), at: place))
    }
    guard stack[top].keys.insert(text).inserted else {
      throw YAMLProblem(.duplicateKey(text), at: place)
    }
    stack[top].key = (text, place)
  }

  private mutating func open(isMap: Bool, at place: Place) throws(YAMLProblem) {
    if let top = stack.last, top.isMap, top.key == nil {
      throw YAMLProblem(.keyIsNotText, at: place)
    }
    guard stack.count < limits.depth else { throw YAMLProblem(.tooDeep, at: place) }
    stack.append(Open(place: place, isMap: isMap))
  }

  private mutating func close(at place: Place) throws(YAMLProblem) {
    guard let done = stack.popLast() else {
      throw YAMLProblem(.syntax("an end without a beginning"), at: place)
    }
    try add(Node(done.isMap ? .map(done.entries) : .list(done.items), at: done.place))
  }

  private mutating func add(_ node: Node) throws(YAMLProblem) {
    count += 1
    guard count <= limits.values else { throw YAMLProblem(.tooManyValues, at: node.place) }
    guard let top = stack.indices.last else {
      root = node
      return
    }
    if let key = stack[top].key {
      stack[top].entries.append(Entry(key: key.text, at: key.place, value: node))
      stack[top].key = nil
    } else {
      stack[top].items.append(node)
    }
  }
}
