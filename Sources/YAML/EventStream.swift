internal import CYAML

/// What libyaml meets on its way through a text.
enum Event: Hashable {
  case streamStart, streamEnd, documentStart, documentEnd, alias, text
  case listStart, listEnd, mapStart, mapEnd
}

/// libyaml's event parser over its own copy of the bytes.
@safe struct EventStream: ~Copyable {
  private let handle: UnsafeMutableRawPointer

  /// Takes a copy of the bytes, which must be well-formed UTF-8.
  init(_ bytes: ArraySlice<UInt8>) throws(YAMLProblem) {
    let handle = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe tk_yaml_open(buffer.baseAddress, buffer.count)
    }
    guard let handle = unsafe handle else {
      throw YAMLProblem(.noMemory, at: Place(line: 1, column: 1))
    }
    unsafe self.handle = handle
  }

  deinit { unsafe tk_yaml_close(handle) }

  mutating func next() throws(YAMLProblem) -> Event {
    let code = unsafe tk_yaml_next(handle)
    guard code >= 0 else { throw problem() }
    return switch yaml_event_type_t(UInt32(code)) {
    case YAML_STREAM_START_EVENT: .streamStart
    case YAML_STREAM_END_EVENT: .streamEnd
    case YAML_DOCUMENT_START_EVENT: .documentStart
    case YAML_DOCUMENT_END_EVENT: .documentEnd
    case YAML_ALIAS_EVENT: .alias
    case YAML_SCALAR_EVENT: .text
    case YAML_SEQUENCE_START_EVENT: .listStart
    case YAML_SEQUENCE_END_EVENT: .listEnd
    case YAML_MAPPING_START_EVENT: .mapStart
    case YAML_MAPPING_END_EVENT: .mapEnd
    default: throw YAMLProblem(.syntax("unknown event"), at: place)
    }
  }

  /// Where the current event begins.
  var place: Place {
    Place(line: unsafe tk_yaml_line(handle) + 1, column: unsafe tk_yaml_column(handle) + 1)
  }

  /// The line on which the current event's text ends, if that is in quotation marks and goes over
  /// several lines; else nil.
  var endOfLongQuote: Int? {
    let line = Int(unsafe tk_yaml_quoted_end_line(handle)) + 1
    return line > place.line ? line : nil
  }

  /// The current event's text; empty when it has none.
  var text: String {
    var count = 0
    guard let start = unsafe tk_yaml_scalar(handle, &count) else { return "" }
    return unsafe String(
      decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  var hasAnchor: Bool { unsafe tk_yaml_has_anchor(handle) != 0 }
  var hasTag: Bool { unsafe tk_yaml_has_tag(handle) != 0 }
  var hasDirective: Bool { unsafe tk_yaml_has_directive(handle) != 0 }

  private func problem() -> YAMLProblem {
    let words = unsafe tk_yaml_problem(handle).map { unsafe String(cString: $0) } ?? ""
    let context = unsafe tk_yaml_problem_context(handle).map { unsafe String(cString: $0) } ?? ""
    let isOpenQuote =
      context == "while scanning a quoted scalar" && words == "found unexpected end of stream"
    let place = Place(
      line: unsafe tk_yaml_problem_line(handle, isOpenQuote ? 1 : 0) + 1,
      column: unsafe tk_yaml_problem_column(handle, isOpenQuote ? 1 : 0) + 1)
    let reason: YAMLProblem.Reason =
      switch words {
      case _ where unsafe tk_yaml_is_out_of_memory(handle) != 0: .noMemory
      case _ where isOpenQuote: .openQuote
      case "found undefined tag handle": .tag
      case "mapping values are not allowed in this context": .colonInText
      case "found a tab character that violates indentation",
        "found a tab character where an indentation space is expected":
        .tab
      case "found character that cannot start any token":
        unsafe tk_yaml_stopped_at_tab(handle) != 0 ? .tab : .needsQuotes
      default: .syntax(words)
      }
    return YAMLProblem(reason, at: place)
  }
}
