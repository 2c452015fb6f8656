internal import Hygiene
internal import Platform

/// Which services of this computer others in the same network can try to reach.
///
/// The kernel's own lists say what listens, not whether a firewall lets anybody through.
///
/// Reads `/proc/net/tcp`, `tcp6`, `udp` and `udp6`. Where a firewall is set up nothing is concluded.
struct DeviceListeners: Check {
  let id: CheckID = "device-listeners"
  let version = 1
  let family = Family.device

  func gather(from world: World, about survey: Survey) throws -> [Observation<ListenerFacts>] {
    let device = try Device(world, about: survey)
    let tables = try ["tcp", "tcp6", "udp", "udp6"].map { name in
      (name, try device.files.text("/proc/net/\(name)", atMost: 4 << 20))
    }
    // A computer without IPv6 has no such table; one without the others has none at all.
    guard tables[0].1 != nil, tables[2].1 != nil else {
      throw CheckRefusal(.unknown(because: .notPresent))
    }
    var facts = ListenerFacts(firewall: try FirewallSetting(device.files).state)
    for (name, text) in tables {
      guard facts.add(text ?? "", of: name) else {
        throw CheckRefusal(.unknown(because: DeviceReasons.unreadable))
      }
    }
    return [Observation("", facts)]
  }

  func judge(_ facts: ListenerFacts) -> Outcome {
    if facts.listeners.isEmpty { return .good }
    // What is meant for logging in or for files must not be open by accident.
    switch facts.firewall {
    case .on: return .unknown(because: DeviceReasons.onlySettings)
    case .off, .unclear:
      return facts.listeners.contains { ListenerFacts.remote.contains($0.service) }
        ? .problem : .concern
    }
  }

  var examples: [(ListenerFacts, Outcome)] {
    func facts(_ lines: [String], of table: String, _ firewall: FirewallSetting.State)
      -> ListenerFacts
    {
      var facts = ListenerFacts(firewall: firewall)
      _ = facts.add(
        "sl local_address\n" + lines.map { "0: \($0) 00000000:0000 0A" }.joined(separator: "\n"),
        of: table)
      return facts
    }
    return [
      (facts([], of: "tcp", .off), .good),
      (facts(["0100007F:0277"], of: "tcp", .off), .good),
      (facts(["00000000000000000000000001000000:0277"], of: "tcp6", .unclear), .good),
      (facts(["00000000:1F90"], of: "tcp", .off), .concern),
      (facts(["00000000:0016"], of: "tcp", .unclear), .problem),
      (facts(["00000000000000000000000000000000:170C"], of: "tcp6", .off), .problem),
      (facts(["0501A8C0:0016"], of: "tcp", .on), .unknown(because: DeviceReasons.onlySettings)),
    ]
  }
}

/// What listens on an address that others can reach.
struct ListenerFacts: Hashable, Codable, Sendable {
  struct Listener: Hashable, Codable, Sendable {
    let `protocol`: String
    let port: Int
    /// What usually has that port; "" for any other. Words:
    /// `check.device-listeners.service.<name>`.
    let service: String
  }
  private(set) var listeners: [Listener] = []
  let firewall: FirewallSetting.State

  private static let mostListeners = 40
  /// Where the kernel takes ports for questions from (ip(7), ip_local_port_range).
  private static let answers = 32_768..<61_000
  /// Services for working at the computer from afar, or for its files.
  static let remote: Set = ["SSH", "Telnet", "FTP", "files", "desktop"]
  private static let services: [Int: String] = [
    21: "FTP", 22: "SSH", 23: "Telnet", 80: "web", 111: "files", 139: "files", 443: "web",
    445: "files", 631: "printing", 2049: "files", 3389: "desktop", 5353: "names", 5355: "names",
    5900: "desktop", 5901: "desktop", 8080: "web",
  ]

  init(firewall: FirewallSetting.State) { self.firewall = firewall }

  /// Adds a table of `/proc/net` (proc(5)); false for what is not of its form. Only a kernel
  /// without IPv6 has no table.
  mutating func add(_ table: String, of name: String) -> Bool {
    guard let head = table.lines.first else { return name.hasSuffix("6") }
    guard head.contains("local_address") else { return false }
    for line in table.lines.dropFirst() where !line.trimmed.isEmpty {
      let fields = line.fields
      guard fields.count >= 4, let (address, port) = Self.endpoint(fields[1]),
        let state = UInt8(fields[3], radix: 16)
      else { return false }
      let isTCP = name.hasPrefix("tcp")
      // 0A is listening. UDP has no such state: these ports are questions that wait for answers, and
      // 68 and 546 are where the network's addresses come from.
      let listens =
        isTCP ? state == 0x0a : !Self.answers.contains(port) && port != 68 && port != 546
      guard listens, !Self.isOwn(address) else { continue }
      let listener = Listener(
        protocol: isTCP ? "TCP" : "UDP", port: port, service: Self.services[port] ?? "")
      if !listeners.contains(listener), listeners.count < Self.mostListeners {
        listeners.append(listener)
      }
    }
    return true
  }

  /// Addresses stand there as 32-bit words of this computer, which is little-endian.
  private static func endpoint(_ field: Substring) -> ([UInt8], Int)? {
    let parts = field.split(separator: ":")
    guard parts.count == 2, [8, 32].contains(parts[0].utf8.count),
      let port = Int(parts[1], radix: 16)
    else { return nil }
    let digits = Array(parts[0])
    var bytes: [UInt8] = []
    for word in stride(from: 0, to: digits.count, by: 8) {
      guard let value = UInt32(String(digits[word..<word + 8]), radix: 16) else { return nil }
      bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }
    return (bytes, port)
  }

  /// Whether only this computer itself can reach it.
  private static func isOwn(_ bytes: [UInt8]) -> Bool {
    if bytes.count == 4 { return bytes[0] == 127 }
    let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xff, 0xff, 127]
    return bytes == Array(repeating: 0, count: 15) + [1] || bytes.starts(with: mapped)
  }
}
