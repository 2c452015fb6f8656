import CLinux
import Glibc
import Platform
import Testing

/// A listening socket on loopback whose port the kernel picked, and a pair of connected sockets.
final class Listener: Sendable {
  let descriptor: Int32
  let port: UInt16

  /// TCP, or UDP when it is no stream.
  init(stream: Bool = true, backlog: Int32 = 512) throws {
    let kind = Int32((stream ? SOCK_STREAM : SOCK_DGRAM).rawValue)
    descriptor = socket(AF_INET, kind, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = self.descriptor
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, size) + getsockname(descriptor, generic, &size)
      }
    }
    try #require(status == 0)
    if stream { try #require(listen(descriptor, backlog) == 0) }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(descriptor) }

  var endpoint: Endpoint {
    get throws { Endpoint(try #require(IPAddress("127.0.0.1")), port: port) }
  }

  /// The next connection, blocking.
  func accept() -> Int32 { Glibc.accept(descriptor, nil, nil) }
}

/// Two ends of one stream; closed when let go.
final class Pair: Sendable {
  let near: Int32, far: Int32

  init() throws {
    var ends: [Int32] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    (near, far) = (ends[0], ends[1])
    _ = fcntl(near, F_SETFL, O_NONBLOCK)
  }

  deinit {
    close(near)
    close(far)
  }

  func ring() { _ = Glibc.write(far, "x", 1) }
}

func soon(_ milliseconds: Int) -> ContinuousClock.Instant {
  .now.advanced(by: .milliseconds(milliseconds))
}
