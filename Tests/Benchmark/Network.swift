import Commands
import Glibc
import Platform

/// `benchmark network`: the checks of the network beside the tools that people use, in the small
/// internet of `Tests/Lab/internet`, with 100 ms between the client and everybody else.
struct NetworkSubject {
  private let targets: Int
  private let names: Int
  private let rounds: Int
  private let scratch: Scratch

  init(_ options: Options) throws {
    targets = try options.number("--targets", else: 500)
    names = try options.number("--names", else: 1_500)
    rounds = try options.number("--rounds", else: 3)
    scratch = try Scratch()
  }

  func run() throws {
    try compareReach()
    try compareNames()
  }

  /// One in five keeps silent once its name was sent.
  private func compareReach() throws {
    let hosts = (0..<targets).map { index in
      index % 5 == 4 ? "silent\(index).wild.example" : "n\(index).wild.example"
    }
    let list = try scratch.write(text(hosts.map { "https://\($0)/" }), to: "targets")
    let curl = try scratch.write(
      text(hosts.flatMap { ["url = https://\($0)/", "output = /dev/null"] }), to: "curl")
    var comparison = Comparison(
      "check tls, \(targets) targets, one in five silent", .time(atMost: 1.2), peer: "curl")
    var results: [String] = []
    try comparison.run(
      rounds: rounds,
      ours: {
        let measured = try inWorld(
          "far+silent", counting: "\"verdict\":\"reachable\"",
          ours(["check", "tls", "--targets", list, "--json"]))
        results.append("ours \(measured.result)")
        return measured
      },
      peers: {
        let measured = try inWorld(
          "far+silent", counting: "200\n",
          [
            "curl", "--silent", "--cacert", "ca.crt", "--parallel", "--connect-timeout", "5",
            "--write-out", "%{http_code}\\n", "--config", curl,
          ])
        results.append("curl \(measured.result)")
        return measured
      })
    LiveOutput().write(comparison.text)
    LiveOutput().write(
      "  reached of \(targets - targets / 5): \(results.joined(separator: ", "))\n\n")
  }

  private func compareNames() throws {
    let hosts = (0..<names).map { "n\($0).wild.example" }
    let list = try scratch.write(text(hosts.map { "https://\($0)/" }), to: "names")
    let questions = try scratch.write(text(hosts), to: "questions")
    let resolvers = ["95.56.0.1", "1.1.1.1", "9.9.9.9"]
    var comparison = Comparison(
      "check dns, \(names) names at \(resolvers.count) resolvers", .time(atMost: 0.2), peer: "dig")
    try comparison.run(
      rounds: 1,
      ours: {
        try inWorld(
          "far+dnssec", counting: "\"is\":",
          ours(
            ["check", "dns", "--targets", list, "--level", "2", "--json"]
              + resolvers.flatMap { ["--resolver", $0] }))
      },
      peers: {
        let all = resolvers.map { "dig +tries=1 @\($0) -f \(questions)" }
        return try inWorld(
          "far+dnssec", counting: "status: NOERROR", ["sh", "-c", all.joined(separator: "; ")])
      })
    LiveOutput().write(comparison.text)
  }

  private func ours(_ words: [String]) -> [String] {
    [CommandLine.arguments[0].absolute, "saqta"] + words + [
      "--network", "--pace", "none", "--public-roots", "ca.crt", "--encrypted-dns",
      "one.one.one.one@1.1.1.1",
    ]
  }

  private func inWorld(
    _ cases: String, counting mark: String, _ program: [String]
  ) throws -> Measured {
    let own = CommandLine.arguments[0].absolute
    let folder = #filePath.split(separator: "/").dropLast(2).map { "/\($0)" }.joined()
    return try measure(
      ["\(folder)/Lab/internet/lab.sh", "run", cases, own, "timed", mark] + program)
  }

  private func text(_ lines: [String]) -> [UInt8] {
    Array(lines.map { $0 + "\n" }.joined().utf8)
  }
}

/// `benchmark timed MARK PROGRAM…`: runs a program to its end, and prints the seconds and the CPU
/// seconds that it took, its peak memory in KiB, and how often a mark stands in its output.
///
/// Its own memory until then counts as the program's (`getrusage`), which is a few megabytes.
func runTimed(_ words: [String]) throws {
  setenv("SSL_CERT_FILE", "ca.crt", 1)
  let start = ContinuousClock.now
  let output = try spawn(Array(words.dropFirst()), mayFail: true)
  let seconds = start.duration(to: .now) / .seconds(1)
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
  let cpu =
    Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
    + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
  let count =
    String(decoding: output, as: UTF8.self).split(
      separator: words[0], omittingEmptySubsequences: false
    ).count - 1
  LiveOutput().write("\(seconds) \(cpu) \(usage.ru_maxrss) \(count)\n")
}

/// `benchmark saqta …`: the program itself, so that one build is enough.
func runProgram(_ words: [String]) async throws {
  let reactor = try Reactor()
  let world = World(
    clock: LiveClock(), files: LiveFiles(), terminal: LiveTerminal(on: reactor),
    network: LiveNetwork(on: reactor), randomness: LiveRandomness(), output: LiveOutput(),
    environment: ["SSL_CERT_FILE": "ca.crt", "HOME": "/run/lab", "SAQTA_HOME": "/run/lab/home"])
  exit(await Program.run(words, in: world).rawValue)
}

extension String {
  /// A path from the root, wherever the program goes.
  fileprivate var absolute: String {
    guard !hasPrefix("/"), let folder = getcwd(nil, 0) else { return self }
    defer { free(folder) }
    return String(cString: folder) + "/" + self
  }
}
