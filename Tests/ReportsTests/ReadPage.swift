import FoundationEssentials
import Hygiene
import Reports
import TestKit

/// A web page as `Tests/Vectors/page.py` reads it.
struct ReadPage: Decodable {
  let problems: [String]
  /// Every element with the names of its attributes.
  let skeleton: [String]
  /// A line for each text.
  let text: String

  /// The names of all elements.
  var elements: Set<String> { Set(skeleton.map { String($0.prefix { $0 != " " }) }) }

  init(html report: Report, words: Words) throws {
    self = try ReadPage(HTML().render(report, words: words))
  }

  /// Markdown as GitHub's own reader makes a page of it, with all that it can do.
  init(markdown report: Report, words: Words) throws {
    let extensions = ["autolink", "footnotes", "table", "strikethrough", "tasklist"]
    let ran = try run(
      ["cmark-gfm", "--unsafe"] + extensions.flatMap { ["-e", $0] },
      input: Markdown().render(report, words: words))
    self = try ReadPage(ran.output, isPart: true)
  }

  private init(_ page: [UInt8], isPart: Bool = false) throws {
    let ran = try run(
      ["/usr/bin/python3", "\(vectors)/page.py"] + (isPart ? ["--part"] : []), input: page)
    self = try JSONDecoder().decode(ReadPage.self, from: Data(ran.output))
  }
}

/// The texts of a whole screen, a line for each; without its first page, which says less than the
/// rest does and what the other formats say in short in their own way.
func screenLines(of report: Report, words: Words) -> [String] {
  let text = String(decoding: Text(width: 100_000).render(report, words: words), as: UTF8.self)
  let lines = text.split(separator: "\n").filter { !$0.isEmpty }
  let about = lines.prefix { $0 != words["report.heading.summary"] }
  let rest = lines.drop { $0 != words["report.heading.gaps"] }
  return (about + rest).map { line in
    let words = line.split(separator: " ")
    // A number or a dash before an entry is drawn by the list.
    let isMark = words[0] == "-" || words[0].wholeMatch(of: /[0-9]+\./) != nil
    return (isMark ? words.dropFirst()[...] : words[...]).joined(separator: " ")
  }
}
