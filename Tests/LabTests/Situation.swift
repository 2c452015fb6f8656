import FoundationEssentials
import TestKit
import Testing

/// One run of `saqta check tls` in the small internet, and what it must say of each page.
struct Situation: Sendable, CustomTestStringConvertible {
  /// What is asked for and what must come of it.
  struct Page: Sendable {
    let url: String
    /// Any of these.
    let verdicts: [String]
    let labels: [String]
    let absentLabels: [String]
    let confidence: String?
    /// Each is words that one operation has: stage, word, point, via, name, address, role,
    /// or a word of the first bytes.
    let operations: [String]
    /// The same, of which no operation may have all.
    let absentOperations: [String]

    /// `expected` is a verdict, or several with `|` between, then labels that must be there (`+`) or
    /// must not (`-`), and a confidence (`!`).
    init(
      _ url: String, _ expected: String, _ operations: String..., never: [String] = []
    ) {
      let words = expected.split(separator: " ").map(String.init)
      func marked(_ mark: Character) -> [String] {
        words.dropFirst().filter { $0.first == mark }.map { String($0.dropFirst()) }
      }
      self.url = url
      verdicts = words[0].split(separator: "|").map(String.init)
      labels = marked("+")
      absentLabels = marked("-")
      confidence = marked("!").first
      self.operations = operations
      absentOperations = never
    }
  }

  let cases: String
  var level = 1
  var options: [String] = []
  /// What stands before the program, such as another clock.
  var under: [String] = []
  var trust = "ca.crt"
  var encryptedDNS = "one.one.one.one@1.1.1.1"
  let pages: [Page]
  let deadline: Int

  /// `control` is what must be said of a name at the target's address that nobody minds.
  init(
    _ cases: String, level: Int = 1, with options: [String] = [], under: [String] = [],
    trust: String = "ca.crt", encryptedDNS: String = "one.one.one.one@1.1.1.1",
    control: String? = "reachable", deadline: Int = 100, _ pages: Page...
  ) {
    (self.cases, self.level, self.options, self.under) = (cases, level, options, under)
    (self.trust, self.encryptedDNS, self.deadline) = (trust, encryptedDNS, deadline)
    self.pages = pages + (control.map { [Page("https://control.example/", $0)] } ?? [])
  }

  var testDescription: String {
    (["\(cases), level \(level)"] + under + options).joined(separator: " ")
  }
}

extension Situation {
  /// The words of a run's error output that `count.sh` wrote.
  struct Count: Sendable, Equatable {
    var named = 0, bogons = 0, all = 0
  }

  struct Result: Sendable {
    let ran: Ran
    let evidence: [ReachEvidence]
    let count: Count
  }

  /// Runs it, or only has it planned.
  func run(_ more: [String] = ["--network", "--json"]) throws -> Result {
    let scratch = try Scratch()
    let rows = pages.map {
      "\($0.url) \($0.url == "https://control.example/" ? "neutral" : "user")\n"
    }
    try scratch.write(Array(rows.joined().utf8), to: "pages")
    let store = trust == "ca.crt" ? "ca.crt" : "both"
    let call =
      ["check", "tls", "--targets", "\(scratch.path)/pages", "--level", "\(level)"]
      + ["--encrypted-dns", encryptedDNS, "--public-roots", "ca.crt", "--pace", "none"]
      + options + more
    let program = try under + [builtProgram()] + call
    let ran = try SmallInternet.run(
      cases, deadline: deadline, environment: ["STORE": store],
      [
        "sh", "-c", "cat ca.crt kz.crt > both; export SSL_CERT_FILE=$PWD/$STORE; exec \"$@\"", "sh",
        "\(SmallInternet.folder)/count.sh", "news.example", "--",
      ] + program)
    return Result(
      ran: ran,
      evidence: (try? JSONDecoder().decode([ReachEvidence].self, from: Data(ran.output))) ?? [],
      count: Count(ran.errorText))
  }
}

extension Situation.Count {
  init(_ text: String) {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 3, words[0] == "counted", let number = Int(words[2]) else { continue }
      switch words[1] {
      case "bogons": bogons = number
      case "all": all = number
      default: named += number
      }
    }
  }
}

/// What `--json` says of one page, as far as the tests read it.
struct ReachEvidence: Decodable, Sendable {
  struct Outcome: Decodable, Sendable { let `is`: String }
  struct Facts: Decodable, Sendable {
    let verdict: String
    let labels: [String]
    let operations: [Operation]
  }
  struct Operation: Decodable, Sendable {
    let stage: String, name: String
    let word: String?, point: String?, via: String?, address: String?, role: String?
    let firstBytes: String?, detail: String?
    let depth: Int, attempt: Int

    var words: Set<String> {
      Set([stage, name, word ?? "fine", point, via, address, role].compactMap(\.self))
        .union(firstBytes?.split(separator: " ").map(String.init) ?? [])
    }
  }
  let subject: String
  let outcome: Outcome
  let confidence: String
  let facts: Facts

  var summary: String {
    let operations = facts.operations.map { operation in
      let parts = [
        operation.stage, operation.via, operation.name, operation.address,
        operation.word ?? "fine", operation.point, operation.detail, operation.role,
      ]
      return "  \(operation.depth)/\(operation.attempt) "
        + parts.compactMap(\.self).joined(separator: " ")
    }
    return
      (["\(subject): \(facts.verdict) \(facts.labels) \(confidence) \(outcome.is)"] + operations)
      .joined(separator: "\n")
  }
}
