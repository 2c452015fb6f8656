import Dispatch
import Glibc
import Platform
import Testing

/// A UDP socket on loopback that answers a question with whatever a test likes, and counts.
final class DNSPretendResolver: Sendable {
  private let descriptor: Int32
  let endpoint: Endpoint
  private let asked = Guarded(0)
  private let senders = Guarded<[UInt16]>([])
  private let isOver = Guarded(false)
  private let ended = DispatchSemaphore(value: 0)

  /// Sends back to each question the messages of `reply`, in order; none is silence.
  init(_ reply: @escaping @Sendable ([UInt8]) -> [[UInt8]]) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    self.descriptor = descriptor
    endpoint = Endpoint(
      try #require(IPAddress("127.0.0.1")), port: try bindToLoopback(descriptor))
    // A thread of its own: a task that blocks would hold up the tests of others.
    let queue = DispatchQueue(label: "pretend resolver")
    let (asked, senders, isOver, ended) = (asked, senders, isOver, ended)
    queue.async {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while true {
        var from = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = withGeneric(&from) { recvfrom(descriptor, &buffer, 65_536, 0, $0, &size) }
        if isOver.withLock({ $0 }) { break }
        guard count > 0 else { continue }
        asked.withLock { $0 += 1 }
        let sender = UInt16(bigEndian: from.sin_port)
        senders.withLock { $0.append(sender) }
        for message in reply(Array(buffer.prefix(count))) {
          _ = withGeneric(&from) { sendto(descriptor, message, message.count, 0, $0, size) }
        }
      }
      ended.signal()
    }
  }

  deinit {
    isOver.withLock { $0 = true }
    shutdown(descriptor, Int32(SHUT_RDWR))
    ended.wait()
    close(descriptor)
  }

  /// How many questions have come.
  var count: Int { asked.withLock { $0 } }
  /// From which ports they came.
  var ports: [UInt16] { senders.withLock { $0 } }
}

/// What a pretend resolver says of a name and a type; `nxdomain` of everything else.
enum DNSSaid: Sendable {
  case data([UInt8])
  case code(UInt16)
  case nothing

  static let nxdomain = DNSSaid.code(3)
  static func address(_ last: UInt8) -> DNSSaid { .data([95, 58, 0, last]) }
  static func text(_ text: String) -> DNSSaid { .data([UInt8(text.utf8.count)] + Array(text.utf8)) }
}

extension DNSPretendResolver {
  /// Answers by a table with keys such as `news.example A`.
  convenience init(saying table: [String: DNSSaid], ttl: UInt16 = 300) throws {
    try self.init { question in
      let asked = DNSWire.asked(question)
      switch table[asked.key] ?? .nxdomain {
      case .nothing: return []
      case .code(let code): return [DNSWire.reply(to: question, code: code, address: nil)]
      case .data(let data):
        return [DNSWire.reply(to: question, type: asked.type, ttl: ttl, data: data)]
      }
    }
  }
}

/// A port on loopback where nobody listens.
func closedPort() throws -> Endpoint {
  let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
  defer { close(descriptor) }
  return Endpoint(try #require(IPAddress("127.0.0.1")), port: try bindToLoopback(descriptor))
}

/// Binds to a port of the kernel's choice.
private func bindToLoopback(_ descriptor: Int32) throws -> UInt16 {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  let status = withGeneric(&address) {
    bind(descriptor, $0, size) + getsockname(descriptor, $0, &size)
  }
  try #require(status == 0)
  return UInt16(bigEndian: address.sin_port)
}

private func withGeneric<Result>(
  _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Result
) -> Result {
  withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
  }
}
