internal import Hygiene

/// A piece of a web page.
///
/// What comes from a report can only be text: it is cleaned and escaped where it is written, and the
/// names of elements and attributes are literals of this program.
indirect enum Markup {
  case text(String)
  case element(StaticString, [Attribute], [Markup])
  /// An element that has no end.
  case void(StaticString, [Attribute])
  case style(StaticString)

  struct Attribute {
    let name: StaticString
    let value: String
  }

  func write(to page: inout String) {
    switch self {
    case .text(let text): page += escaped(text)
    case .void(let name, let attributes): page += "\(opening(name, attributes))\n"
    case .style(let sheet): page += "<style>\(sheet)</style>\n"
    case .element(let name, let attributes, let inside):
      page += opening(name, attributes)
      for piece in inside { piece.write(to: &page) }
      page += "</\(name)>"
      // White space would show between words only.
      if !["a", "b"].contains("\(name)") { page += "\n" }
    }
  }

  private func opening(_ name: StaticString, _ attributes: [Attribute]) -> String {
    let attributes = attributes.map { " \($0.name)=\"\(escaped($0.value))\"" }
    return "<\(name)\(attributes.joined())>"
  }
}

/// An element with attributes in the order in which they are given.
func element(
  _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
  _ inside: [Markup] = []
) -> Markup {
  .element(name, attributes.map { Markup.Attribute(name: $0.key, value: $0.value) }, inside)
}

/// An element that has no end.
func void(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) -> Markup {
  .void(name, attributes.map { Markup.Attribute(name: $0.key, value: $0.value) })
}

private func escaped(_ text: String) -> String {
  var result = ""
  for scalar in cleaned(text, atMost: 8192).unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
