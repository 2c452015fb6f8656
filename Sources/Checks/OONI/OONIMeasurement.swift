internal import Documents
internal import Hygiene
internal import Platform

/// One `web_connectivity` measurement of OONI Probe, as far as it says anything here.
///
/// Old and new versions differ and some fields are filled wrongly in known ways, so nearly
/// everything may be missing (OONI's specification and its program, versions 0.4 and 0.5).
struct OONIMeasurement: Hashable, Sendable {
  static let testName = "web_connectivity"
  private static let mostRecords = 500

  let page: WebAddress
  let time: Timestamp?
  let lookUps: [OONILookUp]
  let lateAnswers: [OONILookUp]
  let steps: [OONIStep]
  /// The transactions in which any bytes came back; nil when nobody noted them.
  let heard: Set<Int>?
  let control: Control?
  /// Whether the control may be compared by OONI's own rules.
  let isControlComparable: Bool
  /// What the program that measured said itself.
  let reported: Reported
  let isOurs: Bool
  /// What only saqta itself writes; null of others.
  let keys: JSON

  struct Reported: Hashable, Codable, Sendable {
    /// `dns`, `tcp_ip`, `http-failure`, `http-diff`, or `false`.
    var blocking: String?
    var isAccessible: Bool?
  }

  /// Why a measurement is not read.
  enum Refusal: String, Error, Sendable, CaseIterable {
    /// It is another test's.
    case otherTest = "other-test"
    /// It names no page.
    case noPage = "no-page"
  }

  init(_ json: JSON) throws(Refusal) {
    let keys = json["test_keys"]
    isOurs = json["software_name"].text == "saqta"
    let name = json["test_name"].text
    guard name == Self.testName || isOurs && name == OONIWriter.testName else { throw .otherTest }
    guard let input = json["input"].text, let page = try? WebAddress(input) else { throw .noPage }
    (self.page, self.keys) = (page, isOurs ? keys : .null)
    time = json["measurement_start_time"].text.flatMap(moment)
    func records(_ name: String) -> ArraySlice<JSON> { keys[name].list.prefix(Self.mostRecords) }
    // A second answer to a question that was answered already is kept apart there.
    lookUps = records("queries").map { OONILookUp($0) }
    lateAnswers = records("x_dns_duplicate_responses").map { OONILookUp($0) }
    // Newest first, as it is kept.
    let requests = records("requests").reversed().map { OONIStep(request: $0) }
    steps =
      records("tcp_connect").map { OONIStep(connect: $0) }
      + records("tls_handshakes").map { OONIStep(handshake: $0) } + requests
    heard = Self.heard(in: keys["network_events"].list)
    control = Control(keys["control"], asked: keys["x_control_request"], for: page)
    isControlComparable = control?.isForRequest ?? false
    reported = Reported(
      blocking: keys["blocking"].text ?? (keys["blocking"].truth == false ? "false" : nil),
      isAccessible: keys["accessible"].truth)
  }

  private static func heard(in events: [JSON]) -> Set<Int>? {
    guard !events.isEmpty else { return nil }
    return events.prefix(20_000).reduce(into: []) { heard, event in
      // Newer programs only keep the sum.
      guard ["read", "bytes_received_cumulative"].contains(event["operation"].text),
        event["num_bytes"].integer ?? 0 > 0, let transaction = event["transaction_id"].integer
      else { return }
      heard.insert(transaction)
    }
  }
}

/// `YYYY-MM-DD HH:MM:SS`, in UTC.
private func moment(_ text: String) -> Timestamp? {
  let parts = text.split(separator: " ")
  return parts.count == 2 ? Timestamp("\(parts[0])T\(parts[1])Z") : nil
}
