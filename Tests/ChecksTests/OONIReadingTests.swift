import Documents
import Hygiene
import OpenSSL
import Platform
import TestKit
import Testing

@testable import Checks

/// Measurements of OONI Probe, read and judged.
@Suite struct OONIReadingTests {
  private let now = FixedClock().now

  private func facts(of json: JSON, _ settings: OONISettings = OONISettings()) throws -> ReachFacts
  {
    OONIFacts.facts(of: try OONIMeasurement(json), settings)
  }

  private func read(_ text: String) -> OONIReading { read(Array(text.utf8)) }

  private func read(_ bytes: [UInt8]) -> OONIReading {
    OONIReading(bytes, settings: OONISettings(), at: now)
  }

  // MARK: Verdicts

  @Test(arguments: OONISituations.rows)
  func everySituationIsJudged(_ row: OONISituations.Row) throws {
    let json = try #require(try OONISituations.all()[row.name])
    let facts = try facts(of: json)
    #expect(facts.ooni?.blocking == row.blocking)
    #expect(facts.ooni?.isAccessible == row.isAccessible)
    #expect(facts.ooni?.dnsConsistency == row.consistency)
    #expect(facts.verdict == row.verdict)
  }

  @Test(arguments: [
    ("accessible", 32, 0, 0), ("accessible, no control", 32, 0, 8), ("bogon", 1, 5, 0),
    ("nxdomain everywhere", 0, 0, 1), ("address silent", 2, 0, 0), ("down everywhere", 0, 0, 2),
    ("name reset", 4, 0, 0), ("name silent everywhere", 0, 0, 4), ("request reset", 8, 0, 0),
    ("other page", 16, 0, 0), ("other addresses, genuine", 32, 0, 0),
    ("lie to a name that is gone", 16, 0, 18), ("lie to this computer, page by DoH", 33, 5, 0),
  ])
  func flagsAreThoseOfTheReference(
    _ name: String, _ blocking: Int, _ dns: Int, _ nullNull: Int
  ) throws {
    let json = try #require(try OONISituations.all()[name])
    let verdict = try #require(try facts(of: json).ooni)
    #expect(verdict.blockingFlags == blocking)
    #expect(verdict.dnsFlags == dns)
    #expect(verdict.nullFlags == nullNull)
  }

  @Test func everyMeasurementHasARow() throws {
    #expect(Set(OONISituations.rows.map(\.name)) == Set(try OONISituations.all().keys))
  }

  /// The rule that keeps us from claiming what the reference denies.
  @Test func whereOONIDeniesBlockingNothingIsProved() throws {
    for (name, json) in try OONISituations.all() {
      let facts = try facts(of: json)
      guard facts.ooni?.deniesBlocking ?? false else { continue }
      #expect(ReachJudgement(facts).verdict.isProof == false, "\(name)")
    }
  }

  @Test func whatOONICallsBlockedIsNeverFine() throws {
    for (name, json) in try OONISituations.all() {
      let facts = try facts(of: json)
      guard let blocking = facts.ooni?.blocking, blocking != .none else { continue }
      #expect(facts.verdict != "reachable", "\(name)")
    }
  }

  /// What is taken away proves nothing; only where the control itself denied it may a proof return.
  @Test func withoutItsControlNoMeasurementBecomesAProof() throws {
    for (name, json) in try OONISituations.all() {
      let whole = try facts(of: json)
      let bare = try facts(of: json.without("control", "x_control_request"))
      guard ReachJudgement(bare).verdict.isProof else { continue }
      #expect(
        ReachJudgement(whole).verdict.isProof || whole.ooni?.deniesBlocking ?? false, "\(name)")
    }
  }

  /// Any one of the lists may be missing, and then less is proved, never more.
  @Test(arguments: ["queries", "tcp_connect", "tls_handshakes", "requests", "network_events"])
  func withoutAListNoMeasurementBecomesAProof(_ list: String) throws {
    for (name, json) in try OONISituations.all() {
      let bare = try facts(of: json.without(list, "control", "x_control_request"))
      guard ReachJudgement(bare).verdict.isProof else { continue }
      let whole = try facts(of: json.without("control", "x_control_request"))
      #expect(ReachJudgement(whole).verdict.isProof, "\(name)")
    }
  }

  @Test func aListedKeyStaysAProofWhateverOONISays() throws {
    var settings = OONISettings()
    let json = try #require(try OONISituations.all()["interceptor by pattern"])
    let chain = try OONIMeasurement(json).steps.flatMap(\.certificates)
    let pem = "-----BEGIN CERTIFICATE-----\n\(base64Lines(chain[0]))-----END CERTIFICATE-----\n"
    settings.interceptors = try #require(Interceptors.builtIn.adding(pem: Array(pem.utf8)))
    #expect(try facts(of: json, settings).verdict == "intercepted")
    let denied = json.setting("blocking", .bool(false))
    #expect(try facts(of: denied, settings).verdict == "intercepted")
  }

  @Test func aClaimThatNobodyBlocksIsHeeded() throws {
    let json = try #require(try OONISituations.all()["old, blocked by DNS"])
    #expect(try facts(of: json.setting("blocking", .bool(false))).verdict == "suspect-dns")
  }

  // MARK: What is tolerated

  @Test(arguments: [
    (#"{"queries":null,"requests":null,"tcp_connect":null,"tls_handshakes":null}"#, "undecided"),
    (
      #"{"queries":7,"requests":{},"tcp_connect":"x","tls_handshakes":[null,1,"a",[]]}"#,
      "undecided"
    ),
    (
      #"{"queries":[{"engine":"system","hostname":"NEWS.example.","answers":[{"ipv4":"95.0.0.1"}]}],"#
        + #""tcp_connect":[{"ip":"95.0.0.1","port":"443","status":{"failure":false,"success":true}}],"#
        + #""tls_handshakes":[{"address":"95.0.0.1:443","server_name":"news.example","failure":false}],"#
        + #""requests":[{"failure":null,"request":{"url":"https://news.example/"},"#
        + #""response":{"code":200,"headers":{"A":{"format":"base64","data":"Yg=="}},"#
        + #""body":{"format":"base64","data":"PHRpdGxlPkE8L3RpdGxlPg=="}}}]}"#, "reachable"
    ),
    (
      #"{"queries":[{"engine":"getaddrinfo","hostname":"news.example","failure":"dns_nxdomain_error"}],"#
        + #""control":{"dns":{"addrs":null},"http_request":{"status_code":-1,"body_length":-1,"failure":"x"}}}"#,
      "broken-dns"
    ),
    (
      #"{"control":{"dns":3,"tcp_connect":[],"tls_handshake":{"x":1},"http_request":"a"}}"#,
      "undecided"
    ),
  ])
  func oddMeasurementsAreRead(_ keys: String, _ verdict: String) throws {
    let text =
      #"{"test_name":"web_connectivity","input":"https://news.example/","test_keys":\#(keys)}"#
    let reading = read(text)
    #expect(reading.problemCount == 0)
    let item = try #require(reading.evidence.first)
    guard case .object(let facts) = item.facts else { throw Missing() }
    #expect(facts["verdict"] == .text(verdict))
  }

  @Test func otherTestsAreNamedAndNotRead() {
    let reading = read(
      """
      {"test_name":"sni_blocking","input":"a.example","test_keys":{}}
      {"test_name":"web_connectivity","input":null,"test_keys":{}}
      {"test_name":"web_connectivity","input":"ftp://x/","test_keys":{}}
      {}
      """)
    #expect(
      reading.evidence.map { "\($0.subject): \($0.outcome.reason?.rawValue ?? "")" } == [
        "sni_blocking a.example: other-test", "web_connectivity: no-page",
        "web_connectivity ftp://x/: no-page", ": other-test",
      ])
  }

  @Test func wordsThatNobodyKnowsLeaveNoAddresses() {
    let problem = OONIWords.problem(
      "unknown_failure: dial 10.1.2.3:443 from [2001:db8::7]:5 failed.", at: .connect)
    #expect(problem.word == .unknown)
    #expect(problem.detail == "unknown_failure: dial [removed] from [[removed]]:5 failed.")
  }

  @Test func theirWordsAreOurs() {
    let words: [(String, Operation.Stage, FailureWord)] = [
      ("dns_nxdomain_error", .resolve, .nxdomain), ("dns_no_answer", .resolve, .noData),
      ("dns_server_misbehaving", .resolve, .otherRcode),
      ("connection_refused", .resolve, .unreachable), ("connection_refused", .connect, .refused),
      ("generic_timeout_error", .resolve, .timeout), ("timed_out", .connect, .kernelTimeout),
      ("android_dns_cache_no_data", .resolve, .unknown), ("eof_error", .handshake, .eof),
      ("ssl_unknown_authority", .handshake, .unknownAuthority),
      ("ssl_invalid_hostname", .handshake, .wrongName),
      ("ssl_invalid_certificate", .handshake, .badCertificate),
      ("unknown_failure: remote error: tls: unrecognized name", .handshake, .alert),
      (
        "unknown_failure: tls: first record does not look like a TLS handshake", .handshake, .notTLS
      ),
      ("unknown_failure: stopped after 10 redirects", .read, .tooManyRedirects),
    ]
    for (text, stage, word) in words {
      #expect(OONIWords.problem(text, at: stage).word == word, "\(text)")
    }
  }

  // MARK: Forms of a file

  private let good = #"{"test_name":"web_connectivity","input":"https://a.example/"}"#

  @Test func readsOneOrAListOrLines() {
    let pretty = "{\n \"test_name\": \"web_connectivity\",\n \"input\": \"a.example\"\n}\n"
    #expect(read(good).evidence.count == 1)
    #expect(read("\(good)\n\n\(good)\r\n").evidence.count == 2)
    #expect(read("[\(good),\n \(good)]").evidence.count == 2)
    #expect(read(pretty).evidence.count == 1)
    #expect(read(pretty + pretty).evidence.count == 2)
    #expect(read("[]").evidence.isEmpty)
    #expect(read("").evidence.isEmpty)
  }

  @Test(arguments: [
    ("GOOD\n{\"a\":\nGOOD\n7\nGOOD", 3, ["2 unfinished", "4 syntax"]),
    ("{\"a\":\nGOOD", 1, ["1 unfinished"]),
    ("[GOOD,\n{\"a\":1,\"a\":2},\nGOOD]", 2, ["2 duplicate"]),
    ("[GOOD,\n{\"a\":", 1, ["2 unfinished"]),
    ("[GOOD GOOD]", 1, ["1 syntax"]), ("[GOOD,", 1, ["1 unfinished"]),
    ("[", 0, ["1 unfinished"]), ("{\n}\n{\n\"a\":1,\"a\":1}\n{\n}", 2, ["3 duplicate"]),
    ("\u{0}\u{1}", 0, ["1 syntax"]),
    ("GOOD\n{\"a\":1,\"a\":2}", 1, ["2 duplicate"]),
  ])
  func aBrokenLineIsNamedAndTheOthersAreRead(
    _ form: String, _ count: Int, _ problems: [String]
  ) {
    let reading = read(form.replacing("GOOD", with: good))
    #expect(reading.evidence.count == count)
    #expect(reading.problems.map { "\($0.line) \($0.word)" } == problems)
  }

  // MARK: Hostile files

  @Test func hostileFilesEndInTime() {
    func times(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
    let keys: [String] = [
      #"{"requests":[\#(times(#"{"tags":["depth=9"]},"#, 20_000))0]}"#,
      #"{"tls_handshakes":[{"address":"95.0.0.1:443","peer_certificates":["\#(times("A", 2 << 20))"]}]}"#,
      #"{"queries":[{"hostname":"\#(times("é", 500_000))"}]}"#,
      #"{"queries":[{"transaction_id":1e300,"t":-1e300,"tags":["depth=99999999999999999999"]}]}"#,
      #"{"tcp_connect":[{"ip":"95.0.0.1","port":99999999,"status":{}}]}"#,
      #"{"control":{"ip_info":{\#(times(#""a":{},"#, 1))"b":{}}}}"#,
      #"{"requests":[{"response":{"code":1e9,"body":"\#(times("<title>", 100_000))"}}]}"#,
    ]
    for each in keys {
      let text =
        #"{"test_name":"web_connectivity","input":"https://a.example/","test_keys":\#(each)}"#
      let reading = read(text)
      #expect(reading.evidence.count + reading.problemCount == 1)
    }
    #expect(read(times("[", 1 << 20)).problems.map(\.word) == ["too-deep"])
    #expect(read(times("{\n", 1 << 16)).problemCount > 0)
    #expect(read(times("\u{0}", 1 << 16)).problemCount == 1)
    #expect(read([0xFF, 0xFE] + [UInt8](repeating: 0xFF, count: 1 << 16)).problemCount == 1)
    #expect(read("[\(times("7,", 1 << 12))7]").problemCount == 1 << 12 + 1)
    let many = read(times("{}\n", OONIFile.most + 5))
    #expect(many.evidence.count == OONIFile.most)
    #expect(many.problems.map { "\($0.line) \($0.word)" } == ["\(OONIFile.most + 1) too-many"])
  }

  @Test func whatComesFromAFileIsCleaned() throws {
    let text =
      #"{"test_name":"web_connectivity\u001b[31m","input":"https://a.example/\u001b[2J"}"#
    let item = try #require(read(text).evidence.first)
    #expect(!item.subject.unicodeScalars.contains { $0.value < 0x20 })
  }
}

private struct Missing: Error {}

private func base64Lines(_ bytes: [UInt8]) -> String {
  let text = base64(bytes)
  return stride(from: 0, to: text.count, by: 64).map { start in
    String(text.dropFirst(start).prefix(64)) + "\n"
  }.joined()
}

extension JSON {
  /// Without keys among the test keys.
  func without(_ names: String...) -> JSON {
    guard case .object(var all) = self, case .object(var keys)? = all["test_keys"] else {
      return self
    }
    for name in names { keys[name] = nil }
    all["test_keys"] = .object(keys)
    return .object(all)
  }

  func setting(_ name: String, _ value: JSON) -> JSON {
    guard case .object(var all) = self, case .object(var keys)? = all["test_keys"] else {
      return self
    }
    keys[name] = value
    all["test_keys"] = .object(keys)
    return .object(all)
  }
}
